import { nextTurn } from "../../../core/_next_turn.ts";
import { NameMap } from "../../_name_map.ts";
import type { Segment } from "../log/_segment.ts";
import type { KeyEntry, Place } from "./_key_columns.ts";

/** A variable of an instance. */
export interface Key {
  readonly instanceId: string;
  readonly name: string;
}

/** A deletion that is needed, since it hides older puts of its variable that are still on the disk. */
export interface Tombstone extends Place {
  readonly sequence: number;
  /** Number of these puts. */
  remnants: number;
}

/** Tombstones that are looked at in one turn of the event loop. */
const TOMBSTONES_PER_TURN = 16_384;

/** The tombstones of a store. */
export class Tombstones {
  readonly #all = new NameMap<Tombstone>();
  #bytes = 0;

  /** Bytes of all tombstones. */
  get bytes(): number {
    return this.#bytes;
  }

  get(instanceId: string, name: string): Tombstone | undefined {
    return this.#all.size === 0 ? undefined : this.#all.get(keyOf(instanceId, name));
  }

  /** Adds a tombstone. The variable must have none. */
  set(
    segment: Segment,
    { instanceId, name, sequence, offset, bytes }: Key & KeyEntry,
    remnants: number,
  ): void {
    this.#all.set(keyOf(instanceId, name), { segment, offset, bytes, sequence, remnants });
    this.#bytes += bytes;
  }

  /** Ends a tombstone. Its record is not needed any more. */
  end(instanceId: string, name: string, tombstone: Tombstone): void {
    this.#end(keyOf(instanceId, name), tombstone);
  }

  /** Ends all tombstones without remnants. */
  async endNeedless(): Promise<void> {
    let count = 0;
    for (const [key, tombstone] of this.#all.entries()) {
      if (++count % TOMBSTONES_PER_TURN === 0) await nextTurn();
      if (tombstone.remnants === 0) this.#end(key, tombstone);
    }
  }

  #end(key: string, { segment, bytes }: Tombstone): void {
    this.#all.delete(key);
    this.#bytes -= bytes;
    segment.dead += bytes;
  }
}

/** U+0000 occurs in neither instance ids nor names. */
function keyOf(instanceId: string, name: string): string {
  return `${instanceId}\0${name}`;
}

import { nextTurn } from "../../../core/_next_turn.ts";
import { StorageError } from "../../../core/storage/storage_error.ts";
import type { Sequence } from "../_sequence.ts";
import type { KeyDirectory } from "../keys/_key_directory.ts";
import type { LogEntry } from "./_entry.ts";
import { makeHint, readHint } from "./_hint_file.ts";
import { OPERATIONS } from "./_record.ts";
import { scanSegment } from "./_scan_segment.ts";
import type { Segment } from "./_segment.ts";
import { markNow } from "./_segment_writer.ts";
import type { StoreDamage } from "./_store_damage.ts";
import { Tail } from "./_tail.ts";

/** So many entries of a hint are given to the keys in one turn of the event loop. */
const ENTRIES_PER_TURN = 8_192;

/** What an opening does about damage. */
export interface DamagePolicy {
  /** Whether the store is opened although records are damaged and it is not known whose they are. */
  readonly acceptDamage: boolean;
  /** Called for each damage that is found. */
  readonly onDamage: (damage: StoreDamage) => void;
}

/** Takes the records of segments into the key directory. */
export class LogOpening {
  readonly #keys: KeyDirectory;
  readonly #sequence: Sequence;
  readonly #policy: DamagePolicy;
  readonly #closedLengths: ReadonlyMap<number, number>;

  /** @param closedLengths The lengths of unsealed segments when the store was last closed, by salt. */
  constructor(
    keys: KeyDirectory,
    sequence: Sequence,
    policy: DamagePolicy,
    closedLengths: ReadonlyMap<number, number>,
  ) {
    this.#closedLengths = closedLengths;
    this.#keys = keys;
    this.#sequence = sequence;
    this.#policy = policy;
  }

  /**
   * Takes in a segment: its hint, or all its records if it has none. What a crash may have torn is cut off. What was acknowledged
   * and is damaged is reported.
   *
   * @throws {StorageError} "corrupt" if records are damaged and it is not known whose they are, unless that is accepted.
   */
  async load(segment: Segment): Promise<void> {
    const hint = await readHint(segment);
    if (hint === undefined) return this.#loadRecords(segment);
    segment.isSealed = true;
    let count = 0;
    for (const entry of hint.entries()) {
      this.#take(segment, entry);
      if (++count % ENTRIES_PER_TURN === 0) await nextTurn();
    }
  }

  async #loadRecords(segment: Segment): Promise<void> {
    const take = (entry: LogEntry) => this.#take(segment, entry);
    const tail = new Tail(segment, take, this.#closedLengths.get(segment.salt));
    const fileBytes = await scanSegment(segment, tail);
    const end = Math.min(tail.finish(fileBytes), fileBytes);
    for (const damage of tail.damages) this.#report(damage);
    segment.bytes = end;
    if (!tail.isClosed) {
      if (end < fileBytes) await segment.cut(end);
      // A reader must not see what a crash could still undo.
      await segment.sync();
      markNow(segment);
    }
    // The damage was accepted. With a hint no later opening finds it again.
    if (tail.damages.some(({ variable }) => variable === undefined)) {
      segment.isSealed = true;
      await (await makeHint(segment)).save(segment);
    }
  }

  #take(segment: Segment, entry: LogEntry): void {
    const { operation, sequence, file } = entry;
    this.#sequence.passOver(sequence);
    if (file !== undefined) this.#sequence.passOver(file);
    if (operation === OPERATIONS.put) this.#keys.put(segment, entry);
    else this.#keys.delete(segment, entry);
  }

  #report(damage: StoreDamage): void {
    const { file, start, end, variable } = damage;
    if (variable === undefined && !this.#policy.acceptDamage) {
      throw new StorageError(
        "corrupt",
        `Cannot open the store: '${file}' is damaged from byte ${start} to ${end}, and it is not known whose values are lost; restore a copy, or accept the damage (acceptDamage, --accept-damage) to go on with all the rest`,
      );
    }
    this.#policy.onDamage(damage);
  }
}

import { dirname } from "node:path";

/** What happened on a disk. Files and folders have numbers, since a file can outlive its name. Paths are relative; "." is the root. */
export type DiskEvent =
  | {
      readonly op: "link";
      readonly path: string;
      readonly node: number;
      readonly isFolder: boolean;
    }
  | { readonly op: "unlink"; readonly path: string }
  | { readonly op: "rename"; readonly from: string; readonly to: string }
  | { readonly op: "write"; readonly node: number; readonly at: number; readonly bytes: Buffer }
  | { readonly op: "truncate"; readonly node: number; readonly length: number }
  /** A sync of a file, or of the names in a folder, begins. */
  | { readonly op: "syncBegin"; readonly sync: number; readonly target: number | string }
  | { readonly op: "syncEnd"; readonly sync: number };

type WriteEvent = Extract<DiskEvent, { op: "write" }>;
type DataEvent = Extract<DiskEvent, { op: "write" | "truncate" }>;
type NameEvent = Extract<DiskEvent, { op: "link" | "unlink" | "rename" }>;

/** What is on a disk. */
export interface DiskState {
  readonly folders: readonly string[];
  readonly files: ReadonlyMap<string, Buffer>;
}

interface Inode {
  /** `undefined` for a folder. */
  readonly synced: Buffer | undefined;
  readonly unsynced: readonly DataEvent[];
}

/** A disk writes whole sectors. */
const SECTOR_BYTES = 512;
/** How much of what was not synced survives a loss of power. */
const AMOUNTS = ["none", "all", "some", "some"] as const;

/** A disk that knows what of it was synced. */
export class DiskModel {
  readonly #inodes: Map<number, Inode>;
  /** Names that are synced. */
  #names: ReadonlyMap<string, number>;
  #unsyncedNames: readonly NameEvent[];
  /** What each sync that runs will have synced. */
  readonly #syncs = new Map<number, () => void>();

  private constructor(
    inodes: Iterable<readonly [number, Inode]>,
    names: Iterable<readonly [string, number]>,
    unsyncedNames: readonly NameEvent[],
  ) {
    this.#inodes = new Map(inodes);
    this.#names = new Map(names);
    this.#unsyncedNames = unsyncedNames;
  }

  /** A disk on which all is synced. */
  static of({ folders, files }: DiskState): DiskModel {
    const all = [...folders.map((path) => [path, undefined] as const), ...files];
    return new DiskModel(
      all.map(([, bytes], node) => [node, { synced: bytes, unsynced: [] }]),
      all.map(([path], node) => [path, node]),
      [],
    );
  }

  /** A copy in which no sync runs. */
  copy(): DiskModel {
    return new DiskModel(this.#inodes, this.#names, this.#unsyncedNames);
  }

  /** The number of the next file. */
  get nextNode(): number {
    return Math.max(-1, ...this.#inodes.keys()) + 1;
  }

  /** All names, also those that are not synced. */
  get names(): ReadonlyMap<string, number> {
    return named(this.#names, this.#unsyncedNames);
  }

  /** The path of a file that a sync is of; "" if it has no name any more. */
  pathOf(target: number | string): string {
    if (typeof target === "string") return target;
    return [...this.names].find(([, node]) => node === target)?.[0] ?? "";
  }

  apply(event: DiskEvent): void {
    switch (event.op) {
      case "link":
        this.#inodes.set(event.node, {
          synced: event.isFolder ? undefined : Buffer.alloc(0),
          unsynced: [],
        });
        this.#unsyncedNames = [...this.#unsyncedNames, event];
        break;
      case "unlink":
      case "rename":
        this.#unsyncedNames = [...this.#unsyncedNames, event];
        break;
      case "write":
      case "truncate": {
        const { synced, unsynced } = this.#inode(event.node);
        this.#inodes.set(event.node, { synced, unsynced: [...unsynced, event] });
        break;
      }
      case "syncBegin":
        this.#syncs.set(event.sync, this.#begin(event.target));
        break;
      case "syncEnd":
        this.#syncs.get(event.sync)?.();
        this.#syncs.delete(event.sync);
        break;
    }
  }

  /** All that was written, as it is after `kill -9`. */
  written(): DiskState {
    return this.#state(this.names, (events) => events);
  }

  /** One of many states after a loss of power. */
  lose(random: () => number): DiskState {
    const some = (amount: (typeof AMOUNTS)[number]) =>
      amount === "all" || (amount === "some" && random() < 0.5);
    const pick = () => AMOUNTS[Math.floor(random() * AMOUNTS.length)] ?? "none";
    const ofNames = pick();
    const ofData = pick();
    const names = named(
      this.#names,
      this.#unsyncedNames.filter(() => some(ofNames)),
    );
    return this.#state(names, (events) => {
      if (ofData !== "some") return ofData === "all" ? events : [];
      const parts = events.flatMap((event) => {
        if (event.op === "truncate") return some(ofData) ? [event] : [];
        return torn(event, random);
      });
      const isOrderKept = parts.some(({ op }) => op === "truncate") || random() < 0.7;
      return isOrderKept ? parts : shuffled(parts, random);
    });
  }

  #begin(target: number | string): () => void {
    if (typeof target === "string") {
      const covered = new Set(this.#unsyncedNames.filter((event) => folderOf(event) === target));
      return () => {
        this.#names = named(this.#names, covered);
        this.#unsyncedNames = this.#unsyncedNames.filter((event) => !covered.has(event));
      };
    }
    const covered = new Set(this.#inode(target).unsynced);
    return () => {
      const { synced, unsynced } = this.#inode(target);
      this.#inodes.set(target, {
        synced: written(synced ?? Buffer.alloc(0), [...covered]),
        unsynced: unsynced.filter((event) => !covered.has(event)),
      });
    };
  }

  #inode(node: number): Inode {
    const inode = this.#inodes.get(node);
    if (inode === undefined) throw new RangeError(`The disk has no file ${node}`);
    return inode;
  }

  #state(
    names: ReadonlyMap<string, number>,
    survive: (events: readonly DataEvent[]) => readonly DataEvent[],
  ): DiskState {
    const folders: string[] = [];
    const files = new Map<string, Buffer>();
    for (const [path, node] of names) {
      if (!hasFolders(names, path)) continue;
      const { synced, unsynced } = this.#inode(node);
      if (synced === undefined) folders.push(path);
      else files.set(path, written(synced, survive(unsynced)));
    }
    return { folders: folders.sort(), files };
  }
}

/** The names after some events. */
function named(
  before: ReadonlyMap<string, number>,
  events: Iterable<NameEvent>,
): ReadonlyMap<string, number> {
  const names = new Map(before);
  for (const event of events) {
    if (event.op === "link") names.set(event.path, event.node);
    else if (event.op === "unlink") names.delete(event.path);
    else {
      const node = names.get(event.from);
      names.delete(event.from);
      if (node !== undefined) names.set(event.to, node);
    }
  }
  return names;
}

/** Whether all folders above a path are there. */
function hasFolders(names: ReadonlyMap<string, number>, path: string): boolean {
  const folder = dirname(path);
  return folder === "." || (names.has(folder) && hasFolders(names, folder));
}

function folderOf(event: NameEvent): string {
  return dirname(event.op === "rename" ? event.to : event.path);
}

/** The bytes of a file after some events. What lies between its parts is zero. */
function written(before: Buffer, events: readonly DataEvent[]): Buffer {
  let bytes = before;
  for (const event of events) {
    const end = event.op === "truncate" ? event.length : event.at + event.bytes.byteLength;
    if (event.op === "truncate" || end > bytes.byteLength) {
      const longer = Buffer.alloc(end);
      bytes.copy(longer);
      bytes = longer;
    } else bytes = Buffer.from(bytes);
    if (event.op === "write") event.bytes.copy(bytes, event.at);
  }
  return bytes;
}

/** The parts of a write that survive: all, none, or some sectors; perhaps the file is as long as if all had survived. */
function torn(event: WriteEvent, random: () => number): readonly DataEvent[] {
  const { op, node, at, bytes } = event;
  const kind = random();
  if (kind < 0.2) return [];
  if (kind < 0.5) return [event];
  const parts: WriteEvent[] = [];
  const end = at + bytes.byteLength;
  for (let start = at; start < end; ) {
    const next = Math.min(end, (Math.floor(start / SECTOR_BYTES) + 1) * SECTOR_BYTES);
    const part = bytes.subarray(start - at, next - at);
    if (random() < 0.5) parts.push({ op, node, at: start, bytes: part });
    start = next;
  }
  const isLong = random() < 0.3;
  return isLong ? [{ op, node, at: end, bytes: Buffer.alloc(0) }, ...parts] : parts;
}

function shuffled<T>(items: readonly T[], random: () => number): readonly T[] {
  return items
    .map((item) => ({ item, order: random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item);
}

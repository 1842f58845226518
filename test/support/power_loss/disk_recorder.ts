import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { relative } from "node:path";
import { mock } from "node:test";
import type { DiskEvent, DiskModel } from "./disk_model.ts";

/** Is told of a call. What it returns is told of its result, if it succeeds. */
type Observer = (args: readonly unknown[]) => ((result: unknown) => void) | undefined;

/** Functions of `node:fs` with callbacks. */
type FileFunction = "open" | "close" | "write" | "ftruncate" | "fdatasync" | "fsync";

/** Records what a store does to the files of its folder, in the order in which it is done. */
export class DiskRecorder {
  readonly events: DiskEvent[] = [];
  readonly #root: string;
  readonly #names: Map<string, number>;
  readonly #open = new Map<number, number | string>();
  #nextNode: number;
  #nextSync = 0;

  /** The part of a write that is done before it fails, as on a full disk; `undefined` if it is done whole. */
  #partOf: () => number | undefined = () => undefined;

  /**
   * @param root The folder.
   * @param model What is in the folder.
   */
  constructor(root: string, model: DiskModel) {
    this.#root = root;
    this.#names = new Map(model.names);
    this.#nextNode = model.nextNode;
  }

  /** Lets some writes fail from now on: a part of them, from 0 to 1. */
  failSome(part: number, random: () => number): void {
    this.#partOf = () => (random() < part ? random() : undefined);
  }

  /** Records what is done while `body` runs. */
  async run<T>(body: () => Promise<T>): Promise<T> {
    const mocks = [
      observe("open", (args) => this.#onOpen(args)),
      observe("close", (args) => this.#onClose(args)),
      observe(
        "write",
        (args) => this.#onWrite(args),
        () => this.#partOf(),
      ),
      observe("ftruncate", (args) => this.#onTruncate(args)),
      observe("fdatasync", (args) => this.#onSync(args)),
      observe("fsync", (args) => this.#onSync(args)),
      observeNow(
        (args) => this.#onWrite(args),
        () => this.#partOf(),
      ),
      observePromise("mkdir", (args) => this.#onMake(args)),
      observePromise("rename", (args) => this.#onRename(args)),
      observePromise("rm", (args) => this.#onRemove(args)),
    ];
    syncBuiltinESMExports();
    try {
      return await body();
    } finally {
      for (const replaced of mocks) replaced.mock.restore();
      syncBuiltinESMExports();
    }
  }

  #onOpen([path, flags]: readonly unknown[]): ReturnType<Observer> {
    const name = this.#nameOf(path);
    if (name === undefined) return undefined;
    return (fd) => {
      if (typeof fd !== "number") return;
      const known = this.#names.get(name);
      const node = known ?? this.#nextNode++;
      if (name === "." || fs.fstatSync(fd).isDirectory()) {
        this.#open.set(fd, name);
        return;
      }
      if (known === undefined) this.#link(name, node, false);
      else if (flags === "w") this.events.push({ op: "truncate", node, length: 0 });
      this.#open.set(fd, node);
    };
  }

  #onClose([fd]: readonly unknown[]): undefined {
    if (typeof fd === "number") this.#open.delete(fd);
  }

  #onWrite([fd, bytes, offset, length, at]: readonly unknown[]): ReturnType<Observer> {
    const node = this.#nodeOf(fd);
    if (node === undefined || !(bytes instanceof Uint8Array)) return undefined;
    const start = Number(offset);
    const copy = Buffer.from(bytes.subarray(start, start + Number(length)));
    return (count) => {
      const written = copy.subarray(0, Number(count));
      this.events.push({ op: "write", node, at: Number(at), bytes: written });
    };
  }

  #onTruncate([fd, length]: readonly unknown[]): ReturnType<Observer> {
    const node = this.#nodeOf(fd);
    if (node === undefined) return undefined;
    return () => this.events.push({ op: "truncate", node, length: Number(length) });
  }

  #onSync([fd]: readonly unknown[]): ReturnType<Observer> {
    const target = this.#open.get(Number(fd));
    if (target === undefined) return undefined;
    const sync = this.#nextSync++;
    this.events.push({ op: "syncBegin", sync, target });
    return () => this.events.push({ op: "syncEnd", sync });
  }

  #onMake([path]: readonly unknown[]): ReturnType<Observer> {
    const name = this.#nameOf(path);
    if (name === undefined || name === ".") return undefined;
    return () => this.#link(name, this.#nextNode++, true);
  }

  #onRename([from, to]: readonly unknown[]): ReturnType<Observer> {
    const [before, after] = [this.#nameOf(from), this.#nameOf(to)];
    if (before === undefined || after === undefined) return undefined;
    return () => {
      const node = this.#names.get(before);
      if (node === undefined) return;
      this.#names.delete(before);
      this.#names.set(after, node);
      this.events.push({ op: "rename", from: before, to: after });
    };
  }

  #onRemove([path]: readonly unknown[]): ReturnType<Observer> {
    const name = this.#nameOf(path);
    if (name === undefined) return undefined;
    return () => {
      if (this.#names.delete(name)) this.events.push({ op: "unlink", path: name });
    };
  }

  #link(path: string, node: number, isFolder: boolean): void {
    this.#names.set(path, node);
    this.events.push({ op: "link", path, node, isFolder });
  }

  #nodeOf(fd: unknown): number | undefined {
    const node = this.#open.get(Number(fd));
    return typeof node === "number" ? node : undefined;
  }

  /** The path below the folder; `undefined` for what lies elsewhere, and for the lock, which means nothing on another day. */
  #nameOf(path: unknown): string | undefined {
    const name = relative(this.#root, String(path));
    if (name.startsWith("..") || name === "lock" || name.startsWith("lock/")) return undefined;
    return name === "" ? "." : name;
  }
}

function observe(
  name: FileFunction,
  observer: Observer,
  partOf: () => number | undefined = () => undefined,
) {
  const original = fs[name];
  return mock.method(fs, name, (...args: unknown[]): unknown => {
    const onSuccess = observer(args);
    const callback = args.at(-1);
    if (onSuccess === undefined || typeof callback !== "function") {
      return Reflect.apply(original, fs, args);
    }
    const part = partOf();
    const onEnd = (error: unknown, ...results: unknown[]) => {
      if (error === null || error === undefined) onSuccess(results[0]);
      if (part === undefined) callback(error, ...results);
      else callback(fullDisk());
    };
    const [fd, bytes, offset, length, ...rest] = args.slice(0, -1);
    const done = part === undefined ? length : Math.floor(part * Number(length));
    const changed = name === "write" ? [fd, bytes, offset, done, ...rest] : args.slice(0, -1);
    return Reflect.apply(original, fs, [...changed, onEnd]);
  });
}

function observeNow(observer: Observer, partOf: () => number | undefined) {
  const original = fs.writeSync;
  return mock.method(fs, "writeSync", (...args: unknown[]): unknown => {
    const onSuccess = observer(args);
    if (onSuccess !== undefined && partOf() !== undefined) throw fullDisk();
    const count: unknown = Reflect.apply(original, fs, args);
    onSuccess?.(count);
    return count;
  });
}

function observePromise(name: "mkdir" | "rename" | "rm", observer: Observer) {
  const original = fs.promises[name];
  return mock.method(fs.promises, name, async (...args: unknown[]): Promise<unknown> => {
    const onSuccess = observer(args);
    const result: unknown = await Reflect.apply(original, fs.promises, args);
    onSuccess?.(result);
    return result;
  });
}

function fullDisk(): Error {
  return Object.assign(new Error("ENOSPC: the disk is full, for a test"), { code: "ENOSPC" });
}

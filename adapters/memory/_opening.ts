import { createVersionSource } from "../../core/storage/create_version_source.ts";

/** The start from which versions and times of a storage are counted. */
export class Opening {
  /** The time of the opening, as `Date.now()` returns it. */
  readonly time: number = Date.now();
  #version: string | undefined;

  /** The first part of each version. It is random, so it is made when it is first asked for. {@linkcode createVersionSource} says why. */
  get version(): string {
    this.#version ??= createVersionSource()();
    return this.#version;
  }
}

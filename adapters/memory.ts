/**
 * Variables in memory: for tests, for embedding, in browsers and workers too, and as the reference reading of the storage
 * contract.
 * @module
 */

import { GuardedStorage } from "../core/storage/guarded_storage.ts";
import type { DriverStage } from "../core/storage/storage_driver.ts";
import { MemoryDriver } from "./memory/_memory_driver.ts";

/**
 * Keeps variables in memory until `close`. Contents are copied, so each is held once, in blocks that nobody else writes
 * to; a commit is one synchronous turn; a reader holds the blocks of its version, or a copy of a small one, whatever
 * replaces it.
 *
 * @example
 * ```ts
 * import { MemoryStorage } from "varpost/adapters/memory";
 * import assert from "node:assert/strict";
 *
 * const storage = new MemoryStorage();
 * const content = new TextEncoder().encode("42");
 * await storage.apply("order-1", [
 *   { op: "put", name: "amount", type: "Integer", valueInfo: {}, content },
 * ]);
 * const record = await storage.stat("order-1", "amount");
 * assert.equal(new TextDecoder().decode(record?.inline), "42");
 * await storage.close();
 * ```
 */
export class MemoryStorage extends GuardedStorage<DriverStage> {
  constructor() {
    super(new MemoryDriver());
  }
}

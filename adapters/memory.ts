/**
 * Variables in memory: for tests, for embedding, also in browsers and workers, and as the reference for the storage contract.
 * @module
 */

import { GuardedStorage } from "../core/storage/guarded_storage.ts";
import type { DriverStage } from "../core/storage/storage_driver.ts";
import { MemoryDriver } from "./memory/_memory_driver.ts";

/**
 * Keeps variables in memory until `close`. Contents are copied into blocks that nobody else can change, and held once. A commit is
 * one synchronous step. A reader keeps the blocks of its version (a copy, if it is small), even if the variable is replaced.
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

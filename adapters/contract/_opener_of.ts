import assert from "node:assert/strict";
import type { VariableStorage } from "../../core/storage/storage.ts";

/** Gives the openers of a shared store in turn. */
export function openerOf(openers: readonly VariableStorage[], index: number): VariableStorage {
  const opener = openers[index % openers.length];
  assert.ok(opener);
  return opener;
}

import type { ValueInfo, VariableRecord } from "../storage.ts";

/** What two records differ in, besides version, time and bytes; `undefined` if in nothing. */
export function differentMember(one: VariableRecord, other: VariableRecord): string | undefined {
  if (one.type !== other.type) return "type";
  if (!isSameInfo(one.valueInfo, other.valueInfo)) return "value info";
  if (one.isNull !== other.isNull) return "null";
  return one.size === other.size ? undefined : "size";
}

function isSameInfo(one: ValueInfo, other: ValueInfo): boolean {
  const entries = (info: ValueInfo) => JSON.stringify(Object.entries(info).sort());
  return entries(one) === entries(other);
}

import type { ValueInfo } from "../../storage/variable_record.ts";

/** All members, in the order in which the engine prints them. */
const MEMBERS = [
  "encoding",
  "filename",
  "mimeType",
  "objectTypeName",
  "serializationDataFormat",
  "size",
];

/** Prints value info in the engine's order, whatever the order in which it came. `size` is that of a value that is not shown. */
export function printValueInfo(valueInfo: ValueInfo & { readonly size?: number }): string {
  const isEmpty = Object.keys(valueInfo).length === 0;
  return isEmpty ? "{}" : JSON.stringify(valueInfo, MEMBERS);
}

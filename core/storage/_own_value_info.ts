import { describeValue } from "../errors/_describe_value.ts";
import type { ValueInfo } from "./storage.ts";

/** The empty value info. Most variables have it, so they share one object. */
const NONE: ValueInfo = Object.freeze({});

/**
 * Copies a value info. Unknown members are left out.
 *
 * @throws {TypeError} If it is not an object, or a known member is not a string.
 */
export function ownValueInfo(name: string, given: ValueInfo): ValueInfo {
  if (typeof given !== "object" || given === null) {
    throw new TypeError(
      `Cannot apply the changes: 'valueInfo' of '${name}' is ${describeValue(given)}; pass '{}' for none`,
    );
  }
  let isEmpty = true;
  for (const member in given) {
    if (!isMember(member)) return ownKnown(name, given);
    const value = given[member];
    if (value === undefined) return ownKnown(name, given);
    checkText(name, member, value);
    isEmpty = false;
  }
  // A spread costs almost nothing. A copy member by member is slower.
  return isEmpty ? NONE : { ...given };
}

function ownKnown(name: string, given: ValueInfo): ValueInfo {
  const known: { -readonly [Member in keyof ValueInfo]: ValueInfo[Member] } = {};
  for (const member in given) {
    if (!isMember(member)) continue;
    const value = given[member];
    if (value === undefined) continue;
    checkText(name, member, value);
    known[member] = value;
  }
  return known;
}

function isMember(member: string): member is keyof ValueInfo {
  switch (member) {
    case "filename":
    case "mimeType":
    case "encoding":
    case "objectTypeName":
    case "serializationDataFormat":
      return true;
    default:
      return false;
  }
}

function checkText(name: string, member: string, value: unknown): void {
  if (typeof value === "string") return;
  throw new TypeError(
    `Cannot apply the changes: '${member}' in the 'valueInfo' of '${name}' is ${describeValue(value)}, not a string`,
  );
}

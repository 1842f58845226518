import { describeValue } from "../errors/_describe_value.ts";
import type { ValueInfo } from "./storage.ts";

/** Shared by all who have none, which is most. */
const NONE: ValueInfo = Object.freeze({});

/**
 * Copies what is stored of a value info; unknown members are not.
 *
 * @throws {TypeError} If it is no object, or a member is no string.
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
  // Nearly as fast as no copy at all, which member by member is not.
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

import type { ShallowJson } from "../../json/shallow_json.ts";
import { refusal } from "../errors/_refusals.ts";

/** The member `valueInfo`. Unknown members of it are ignored. */
export type JsonValueInfo = ReadonlyMap<string, ShallowJson>;

/** Reads the member `type`. Returns `undefined` if it is missing or null. */
export function readTypeName(type: ShallowJson | undefined): string | undefined {
  if (type === undefined || type === null) return undefined;
  if (typeof type === "string") return type;
  throw refusal("Cannot read the variable: member 'type' must be a string");
}

/** Reads the member `valueInfo`. Returns `undefined` if it is missing or null. */
export function readValueInfo(
  info: ShallowJson | JsonValueInfo | undefined,
): JsonValueInfo | undefined {
  if (info === undefined || info === null) return undefined;
  if (info instanceof Map) return info;
  throw refusal("Cannot read the variable: member 'valueInfo' must be an object");
}

/** Whether the value is transient, which means that it is not stored. Without a type, the engine ignores anything but a boolean. */
export function readTransient(info: JsonValueInfo | undefined, hasType: boolean): boolean {
  const transient = info?.get("transient");
  if (typeof transient === "boolean") return transient;
  if (transient === undefined || !hasType) return false;
  throw refusal("The property 'transient' should have a value of type 'boolean'.");
}

/**
 * Reads a text of the value info.
 *
 * @returns The text; `undefined` if it is missing or empty, `null` if it is null.
 * @throws {InvalidVariableError} If it is not a string, or not well-formed Unicode.
 */
export function readInfoText(
  info: JsonValueInfo | undefined,
  name: string,
): string | null | undefined {
  const text = info?.get(name);
  if (text === undefined || text === null) return text;
  if (typeof text !== "string") {
    throw refusal(`Cannot read the variable: '${name}' in 'valueInfo' must be a string`);
  }
  if (!text.isWellFormed()) {
    throw refusal(
      `Cannot read the variable: '${name}' in 'valueInfo' is not well-formed Unicode (a lone surrogate)`,
    );
  }
  return text === "" ? undefined : text;
}

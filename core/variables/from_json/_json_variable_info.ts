import type { ShallowJson } from "../../json/shallow_json.ts";
import { refusal } from "../errors/_refusals.ts";

/** The member `valueInfo`. Only those of its members count that are known. */
export type JsonValueInfo = ReadonlyMap<string, ShallowJson>;

/** The member `type`: the name of a value type, or nothing. */
export function readTypeName(type: ShallowJson | undefined): string | undefined {
  if (type === undefined || type === null) return undefined;
  if (typeof type === "string") return type;
  throw refusal("Cannot read the variable: member 'type' must be a string");
}

/** The member `valueInfo`; `undefined` if there is none. */
export function readValueInfo(
  info: ShallowJson | JsonValueInfo | undefined,
): JsonValueInfo | undefined {
  if (info === undefined || info === null) return undefined;
  if (info instanceof Map) return info;
  throw refusal("Cannot read the variable: member 'valueInfo' must be an object");
}

/** Whether nothing is to be stored. Where no type is given, the engine does not mind what else stands there. */
export function readTransient(info: JsonValueInfo | undefined, hasType: boolean): boolean {
  const transient = info?.get("transient");
  if (typeof transient === "boolean") return transient;
  if (transient === undefined || !hasType) return false;
  throw refusal("The property 'transient' should have a value of type 'boolean'.");
}

/**
 * A text of the value info.
 *
 * @returns `undefined` if it is not there or empty, `null` if it is that.
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

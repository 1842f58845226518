import { createHash } from "node:crypto";
import { encodeBase64 } from "../../../core/base64/_encode_base64.ts";
import { decodeValue } from "../../../core/variables/values/_decode_value.ts";
import { exactNumber } from "./_exact_number.ts";
import { readJson } from "./_plain_json.ts";
import { isJson } from "./_plain_value.ts";
import type { StoredVariable } from "./_stored_variable.ts";
import type { SnapshotDigest, SnapshotVariable, SnapshotVariables } from "./snapshot.ts";

/** So many bytes are shown; of more there is only a digest. */
const SHOWN_BYTES = 1_024;

/** Makes the part of a snapshot that shows some variables. */
export function snapshotVariables(variables: readonly StoredVariable[]): SnapshotVariables {
  // `fromEntries` takes any name, even `__proto__`.
  return Object.fromEntries(
    variables.map((variable) => [variable.name, snapshotVariable(variable)]),
  );
}

function snapshotVariable(variable: StoredVariable): SnapshotVariable {
  const { type, valueInfo } = variable;
  return { type, value: snapshotValue(variable), valueInfo: { ...valueInfo } };
}

function snapshotValue({ type, valueInfo, content }: StoredVariable): SnapshotVariable["value"] {
  if (content === null) return null;
  if (isJson({ type, valueInfo })) {
    return readJson(content, (lexeme) => heldInJson(exactNumber(lexeme)) ?? lexeme);
  }
  const value = decodeValue({ type, valueInfo }, content);
  if (value instanceof Uint8Array) return snapshotBytes(value);
  if (typeof value === "boolean" || typeof value === "string") return value;
  // The text of a Date is the engine's.
  return heldInJson(value) ?? new TextDecoder().decode(content);
}

/** The value, if it is a number that JSON can hold. */
function heldInJson(value: unknown): number | undefined {
  const isHeld = typeof value === "number" && Number.isFinite(value) && !Object.is(value, -0);
  return isHeld ? value : undefined;
}

function snapshotBytes(bytes: Uint8Array): string | SnapshotDigest {
  if (bytes.length <= SHOWN_BYTES) return encodeBase64(bytes);
  return { size: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
}

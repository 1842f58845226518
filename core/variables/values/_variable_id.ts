import { decodeBase64 } from "../../base64/_decode_base64.ts";
import { encodeBase64 } from "../../base64/_encode_base64.ts";
import { checkName } from "../../storage/check_name.ts";

/** The instance id and the name from which a variable's id is made. */
export interface VariableKey {
  readonly instanceId: string;
  readonly name: string;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Makes the id of a variable: base64url (RFC 4648, section 5, unpadded) of the instance id, U+0000 and the name. So the variable of
 * an id is found without an index.
 */
export function encodeVariableId(instanceId: string, name: string): string {
  const text = encodeBase64(encoder.encode(`${instanceId}\0${name}`));
  return text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Finds the instance id and the name in a variable's id. Returns `undefined` if the text is not such an id. */
export function decodeVariableId(id: string): VariableKey | undefined {
  if (!/^[\w-]+$/.test(id)) return undefined;
  const padding = "=".repeat((4 - (id.length % 4)) % 4);
  const bytes = decodeBase64(id.replaceAll("-", "+").replaceAll("_", "/") + padding);
  if (bytes === undefined) return undefined;
  try {
    const [instanceId, name, ...rest] = decoder.decode(bytes).split("\0");
    if (instanceId === undefined || name === undefined || rest.length > 0) return undefined;
    checkName("instance id", instanceId);
    checkName("variable name", name);
    return { instanceId, name };
  } catch {
    return undefined;
  }
}

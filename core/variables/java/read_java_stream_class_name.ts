import { isJavaClassName } from "./java_type_name.ts";

/** The constants of the stream (Java Object Serialization Specification, section 6.4.2). */
const STREAM_HEADER = 0xac_ed_00_05;
const TC_CLASSDESC = 0x72;
const TC_OBJECT = 0x73;
const TC_STRING = 0x74;
const TC_ARRAY = 0x75;
const TC_LONGSTRING = 0x7c;
const TC_ENUM = 0x7e;

const PRIMITIVES: ReadonlyMap<string, string> = new Map([
  ["B", "byte"],
  ["C", "char"],
  ["D", "double"],
  ["F", "float"],
  ["I", "int"],
  ["J", "long"],
  ["S", "short"],
  ["Z", "boolean"],
]);

const ARRAY = /^(\[+)(?:([BCDFIJSZ])|L([^;]+);)$/;
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Reads the class of a serialized Java object from the beginning of its stream (Java Object Serialization Specification, section
 * 6.4): the name in the class descriptor of an object, enum constant or array; `java.lang.String` for a string. Nothing is
 * deserialized. An inner class stays `foo.Outer$Inner`, since the stream does not tell whether `$` separates two names.
 *
 * @param head The first bytes. 16 KiB are enough for every name that is reported.
 * @returns The canonical name, such as `java.util.ArrayList` or `byte[]`; `undefined` if the bytes do not name a class for certain.
 */
export function readJavaStreamClassName(head: Uint8Array): string | undefined {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (head.length < 5 || view.getUint32(0) !== STREAM_HEADER) return undefined;
  const tag = view.getUint8(4);
  if (tag === TC_STRING || tag === TC_LONGSTRING) return "java.lang.String";
  if (tag !== TC_OBJECT && tag !== TC_ARRAY && tag !== TC_ENUM) return undefined;
  if (head.length < 8 || view.getUint8(5) !== TC_CLASSDESC) return undefined;
  const end = 8 + view.getUint16(6);
  if (head.length < end) return undefined;
  const name = decodeName(head.subarray(8, end));
  if (name === undefined) return undefined;
  if (tag === TC_ARRAY) return arrayTypeName(name);
  return isJavaClassName(name) ? name : undefined;
}

/** Makes the canonical name of `[B`, `[[I` or `[Ljava.lang.String;` (Java Virtual Machine Specification, section 4.3.2). */
function arrayTypeName(descriptor: string): string | undefined {
  const [, dimensions = "", primitive = "", className = ""] = ARRAY.exec(descriptor) ?? [];
  const element = PRIMITIVES.get(primitive) ?? (isJavaClassName(className) ? className : undefined);
  return element === undefined ? undefined : element + "[]".repeat(dimensions.length);
}

/**
 * Decodes a name. The stream has modified UTF-8, which differs from UTF-8 only for U+0000 and for characters beyond U+FFFF. No name
 * holds the former, and names with the latter are not reported.
 */
function decodeName(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

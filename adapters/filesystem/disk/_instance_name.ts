/**
 * File names of instances. An instance id is any text; a file name has to stay distinct on disks that fold case or
 * normalise Unicode, must be no device name of Windows, and has at most 255 bytes.
 * @module
 */
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";

/** How many folders the instances are spread over. A power of two; part of the format. */
export const SHARDS = 64;

/** Leaves room for the prefix and the longest suffix. */
const MAX_ENCODED_LENGTH = 200;

/**
 * The file name of an instance, without suffix: `i-` and the id, in which each byte of its UTF-8 other than `a-z`, `0-9`,
 * `-` and `_` is written `=xx`; or, when that gets too long, `h-` and the id's SHA-256.
 *
 * The prefix also keeps a file from being called `con`.
 */
export function encodeInstanceName(id: string): string {
  const encoded = /^[a-z0-9_-]*$/.test(id) ? id : escapeBytes(id);
  if (encoded.length <= MAX_ENCODED_LENGTH) return `i-${encoded}`;
  return `h-${createHash("sha256").update(id).digest("hex")}`;
}

/** The id that a file name stands for; `undefined` if it is a hash, or no name of ours. */
export function decodeInstanceName(name: string): string | undefined {
  if (!/^i-(?:[a-z0-9_-]|=[0-9a-f]{2})+$/.test(name)) return undefined;
  // Only `=` needs to become `%`: the name holds no percent sign.
  const escaped = name.slice(2).replaceAll("=", "%");
  try {
    return decodeURIComponent(escaped);
  } catch {
    return undefined;
  }
}

/** The name of the folder that an instance lies in: two hexadecimal digits. */
export function shardName(instanceName: string): string {
  return shardNameOf(crc32(instanceName) % SHARDS);
}

/** The name of a folder by its number. */
export function shardNameOf(shard: number): string {
  return shard.toString(16).padStart(2, "0");
}

function escapeBytes(id: string): string {
  let encoded = "";
  for (const byte of Buffer.from(id, "utf8")) {
    const plain =
      (byte >= 0x61 && byte <= 0x7a) ||
      (byte >= 0x30 && byte <= 0x39) ||
      byte === 0x2d ||
      byte === 0x5f;
    encoded += plain ? String.fromCharCode(byte) : `=${byte.toString(16).padStart(2, "0")}`;
  }
  return encoded;
}

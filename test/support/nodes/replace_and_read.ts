import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { content } from "../../../adapters/contract/_content.ts";
import { BOUNDARY, encodeForm } from "../variable_form.ts";
import { sendOnce } from "./send_once.ts";

const PATH = "/process-instance/nodes/variables/large/data";
const READERS = 4;

/** What readers got. */
export interface WholeReads {
  /** Number of answers that were one of the versions, from the first to the last byte. */
  readonly whole: number;
  /** Number of answers that broke off, so that the reader knew it. */
  readonly brokenOff: number;
  /** Number of different versions that were read. */
  readonly versions: number;
}

/** Where to replace, and where to read. */
export interface ReplaceOptions {
  readonly writeTo: string;
  readonly readFrom: string;
  readonly replaces: number;
  /** The size of the values, in bytes. Each is a little larger than the one before. */
  readonly bytes: number;
}

/**
 * Replaces a large value again and again, while others read it.
 *
 * @param onReplace Called after each replace, with the number of replaces so far.
 * @throws {Error} If a reader got bytes that are no version, without an error.
 */
export async function replaceAndRead(
  { writeTo, readFrom, replaces, bytes }: ReplaceOptions,
  onReplace: (count: number) => void,
): Promise<WholeReads> {
  const known = new Map<string, number>();
  const replace = async (version: number) => {
    const value = content(bytes + version, version);
    known.set(sha256(value), version);
    // A replace whose connection broke is repeated.
    while (!(await post(`${writeTo}${PATH}`, value)));
  };
  await replace(0);
  let [isDone, whole, brokenOff] = [false, 0, 0];
  const versions = new Set<number>();
  const read = async () => {
    while (!isDone) {
      const answer = await sendOnce(`${readFrom}${PATH}`);
      if (answer === undefined) {
        brokenOff++;
        continue;
      }
      assert.equal(answer.status, 200, String(answer.body.subarray(0, 200)));
      const version = known.get(sha256(answer.body));
      assert.ok(version !== undefined, `${answer.body.length} bytes are no version`);
      versions.add(version);
      whole++;
    }
  };
  const reading = Promise.all(Array.from({ length: READERS }, read));
  const writing = (async () => {
    for (let version = 1; version <= replaces; version++) {
      await replace(version);
      onReplace(version);
    }
  })();
  await Promise.race([writing, reading]);
  isDone = true;
  await reading;
  return { whole, brokenOff, versions: versions.size };
}

/** Stores a value. Returns whether it is known to be stored. */
async function post(url: string, value: Uint8Array): Promise<boolean> {
  const body = encodeForm([
    { name: "data", filename: "large.bin", content: value },
    { name: "valueType", content: "File", contentType: "text/plain" },
  ]);
  const headers = { "content-type": `multipart/form-data; boundary=${BOUNDARY}` };
  const answer = await sendOnce(url, { method: "POST", headers, body });
  if (answer === undefined || answer.status === 503) return false;
  assert.equal(answer.status, 204, String(answer.body));
  return true;
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

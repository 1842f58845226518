import { createHash, randomFillSync } from "node:crypto";
import { once } from "node:events";
import { type ClientRequest, get, type IncomingMessage, request } from "node:http";

/** Divides by three: base64 needs no padding between blocks. Bytes. */
const BLOCK_SIZE = 786_432;
const BOUNDARY = "varpost-large";

/**
 * Uploads a `data` of random bytes by a form.
 *
 * @param url Where to.
 * @param size Bytes.
 * @returns Their sha-256.
 */
export async function postData(url: string, size: number): Promise<string> {
  const type = `multipart/form-data; boundary=${BOUNDARY}`;
  const outgoing = request(url, { method: "POST", headers: { "Content-Type": type } });
  const answered = once(outgoing, "response");
  outgoing.write(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="data"\r\n\r\n`);
  const hash = await writeRandom(outgoing, size, (bytes) => bytes);
  outgoing.end(`\r\n--${BOUNDARY}--\r\n`);
  await expect(answered, 204);
  return hash;
}

/**
 * Puts a variable in JSON whose value is random bytes in base64.
 *
 * @param url Where to.
 * @param size Bytes, before they are encoded.
 * @param frame What is before and behind the base64.
 * @returns Their sha-256.
 */
export async function putBase64(
  url: string,
  size: number,
  [before, behind]: readonly [before: string, behind: string],
): Promise<string> {
  const headers = { "Content-Type": "application/json" };
  const outgoing = request(url, { method: "PUT", headers });
  const answered = once(outgoing, "response");
  outgoing.write(before);
  const hash = await writeRandom(outgoing, size, (bytes) => bytes.toString("base64"));
  outgoing.end(behind);
  await expect(answered, 204);
  return hash;
}

/**
 * Downloads.
 *
 * @param url Where from.
 * @returns The sha-256 of what comes.
 */
export async function getData(url: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const bytes of await expect(once(get(url), "response"), 200)) hash.update(bytes);
  return hash.digest("hex");
}

async function writeRandom(
  outgoing: ClientRequest,
  size: number,
  encode: (bytes: Buffer) => Buffer | string,
): Promise<string> {
  const hash = createHash("sha256");
  for (let left = size; left > 0; left -= BLOCK_SIZE) {
    const bytes = randomFillSync(Buffer.allocUnsafe(Math.min(left, BLOCK_SIZE)));
    hash.update(bytes);
    if (!outgoing.write(encode(bytes))) await once(outgoing, "drain");
  }
  return hash.digest("hex");
}

async function expect(
  answered: Promise<IncomingMessage[]>,
  status: number,
): Promise<IncomingMessage> {
  const [answer] = await answered;
  if (answer?.statusCode !== status) throw new Error(`It was answered ${answer?.statusCode}`);
  // An answer without a body has to be read, too.
  if (status === 204) answer.resume();
  return answer;
}

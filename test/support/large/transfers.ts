import { createHash, randomFillSync } from "node:crypto";
import { once } from "node:events";
import { type ClientRequest, get, type IncomingMessage, request } from "node:http";

/** Number of bytes in a block. It is a multiple of three, so that base64 needs no padding between blocks. */
const BLOCK_SIZE = 786_432;
const BOUNDARY = "varpost-large";

/**
 * Uploads random bytes as the part `data` of a form.
 *
 * @param url URL of the variable's data.
 * @param size Number of bytes.
 * @returns The sha-256 of the bytes.
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
 * @param url URL of the variable.
 * @param size Number of bytes before they are encoded.
 * @param frame The JSON before and behind the base64.
 * @returns The sha-256 of the bytes.
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
 * Downloads a value.
 *
 * @param url URL of the variable's data.
 * @returns The sha-256 of the bytes.
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
  // An answer without a body must be read, too.
  if (status === 204) answer.resume();
  return answer;
}

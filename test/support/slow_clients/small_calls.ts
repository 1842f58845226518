import { Agent, type IncomingMessage, request } from "node:http";

const CONNECTIONS = 8;
const BODY_BYTES = 1_024;
const BOUNDARY = "varpost-small";
const INSTANCES = 64;

/** What some time of small calls took. */
export interface SmallCalls {
  readonly seconds: number;
  /** The time of each post, in milliseconds. */
  readonly posts: readonly number[];
  /** The time of each get, in milliseconds. */
  readonly gets: readonly number[];
}

/**
 * Posts a value of 1 KiB and gets it again, on each of 8 connections, until `end` resolves.
 *
 * @param url The server.
 * @throws {Error} If an answer is not what it should be.
 */
export async function smallCalls(url: string, end: Promise<unknown>): Promise<SmallCalls> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const posts: number[] = [];
  const gets: number[] = [];
  let isOver = false;
  const stop = () => {
    isOver = true;
  };
  end.then(stop, stop);
  const start = performance.now();
  const run = async (connection: number) => {
    const body = Buffer.alloc(BODY_BYTES, connection);
    for (let round = connection; !isOver; round++) {
      const instance = `small-${round % INSTANCES}`;
      const path = `${url}/process-instance/${instance}/variables/v${connection}/data`;
      posts.push(await timed(() => post(agent, path, body)));
      gets.push(await timed(() => get(agent, path, body)));
    }
  };
  try {
    await Promise.all(Array.from({ length: CONNECTIONS }, (_, connection) => run(connection)));
  } finally {
    isOver = true;
    agent.destroy();
  }
  return { seconds: (performance.now() - start) / 1_000, posts, gets };
}

async function timed(call: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await call();
  return performance.now() - start;
}

async function post(agent: Agent, path: string, body: Buffer): Promise<void> {
  const form = Buffer.concat([
    Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="data"\r\n\r\n`),
    body,
    Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
  ]);
  const headers = {
    "content-type": `multipart/form-data; boundary=${BOUNDARY}`,
    "content-length": form.length,
  };
  const outgoing = request(path, { method: "POST", agent, headers });
  outgoing.end(form);
  const { status } = await answerOf(outgoing);
  if (status !== 204) throw new Error(`A small post was answered ${status}`);
}

async function get(agent: Agent, path: string, expected: Buffer): Promise<void> {
  const outgoing = request(path, { agent });
  outgoing.end();
  const { status, bytes } = await answerOf(outgoing);
  if (status !== 200 || !expected.equals(bytes)) {
    throw new Error(`A small get was answered ${status}, with ${bytes.length} bytes`);
  }
}

function answerOf(
  outgoing: ReturnType<typeof request>,
): Promise<{ status: number | undefined; bytes: Buffer }> {
  return new Promise((resolve, reject) => {
    outgoing.on("error", reject);
    outgoing.on("response", (answer: IncomingMessage) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("error", reject);
      answer.on("end", () => resolve({ status: answer.statusCode, bytes: Buffer.concat(chunks) }));
    });
  });
}

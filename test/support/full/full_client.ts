import { type ClientRequest, type IncomingMessage, request } from "node:http";

const BOUNDARY = "varpost-full";
const CHUNK_BYTES = 262_144;

/** A client of one server. From the answers it knows what the variables must be. */
export class FullClient {
  url: string;
  /** The seed and the length of each variable that must exist. */
  readonly #expected = new Map<string, { seed: number; size: number }>();
  #seed = 0;

  constructor(url: string) {
    this.url = url;
  }

  get names(): readonly string[] {
    return [...this.#expected.keys()];
  }

  /** Sets a variable with a form. Resolves to the status; 0 if the connection broke before an answer. */
  async put(name: string, size: number): Promise<number> {
    const seed = ++this.#seed;
    const type = `multipart/form-data; boundary=${BOUNDARY}`;
    const outgoing = request(this.#path(name), {
      method: "POST",
      headers: { "Content-Type": type },
    });
    const answered = statusOf(outgoing);
    await writeForm(outgoing, seed, size);
    const status = await answered;
    if (status === 204) this.#expected.set(name, { seed, size });
    return status;
  }

  /** Deletes a variable. Resolves to the status. */
  async delete(name: string): Promise<number> {
    const path = this.#path(name).replace(/\/data$/, "");
    const status = await statusOf(request(path, { method: "DELETE" }).end());
    if (status === 204) this.#expected.delete(name);
    return status;
  }

  /** Reads all variables. Resolves to descriptions of the wrong ones. */
  async check(): Promise<readonly string[]> {
    const wrong: string[] = [];
    for (const [name, { seed, size }] of this.#expected) {
      const answer = await fetch(this.#path(name));
      const bytes = Buffer.from(await answer.arrayBuffer());
      if (answer.status !== 200 || !bytes.equals(contentOf(seed, size)))
        wrong.push(`${name}: ${answer.status}, ${bytes.length}`);
    }
    const answer = await fetch(`${this.url}/process-instance/full/variables`);
    const listed = Object.keys(JSON.parse(await answer.text()));
    for (const name of listed) if (!this.#expected.has(name)) wrong.push(`${name} is there`);
    return wrong;
  }

  #path(name: string): string {
    return `${this.url}/process-instance/full/variables/${name}/data`;
  }
}

/** Writes a form. Stops early if the server has answered. */
async function writeForm(outgoing: ClientRequest, seed: number, size: number): Promise<void> {
  let ended = false;
  let goOn = () => {};
  const end = () => {
    ended = true;
    goOn();
  };
  outgoing.once("response", end).once("error", end).once("close", end);
  outgoing.on("drain", () => goOn());
  outgoing.write(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="data"\r\n\r\n`);
  const chunk = contentOf(seed, CHUNK_BYTES);
  for (let left = size; left > 0 && !ended; left -= CHUNK_BYTES) {
    if (outgoing.write(chunk.subarray(0, left)) || ended) continue;
    await new Promise<void>((resolve) => {
      goOn = resolve;
    });
  }
  outgoing.end(`\r\n--${BOUNDARY}--\r\n`);
}

function statusOf(outgoing: ClientRequest): Promise<number> {
  return new Promise((resolve) => {
    outgoing.once("response", (answer: IncomingMessage) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    // After the answer, it does not matter if the connection breaks.
    outgoing.on("error", () => resolve(0));
  });
}

/** Repeats the seed, with so many digits that each chunk begins with it. */
function contentOf(seed: number, size: number): Buffer {
  return Buffer.alloc(size, String(seed).padStart(8, "0"));
}

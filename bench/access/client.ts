import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { Address } from "../server/server.ts";

/** The bytes of a request, and the start of the answer that is expected. */
export interface RawRequest {
  readonly bytes: Buffer;
  readonly status: number;
}

/** Writes a request as a client does that enters by name and password, or by none. */
export function rawRequest(
  method: string,
  path: string,
  {
    authorization,
    type = "",
    body = Buffer.alloc(0),
    status = 200,
  }: {
    readonly authorization?: string | undefined;
    readonly type?: string;
    readonly body?: Buffer;
    readonly status?: number;
  },
): RawRequest {
  const head = [
    `${method} ${path} HTTP/1.1`,
    "Host: 127.0.0.1",
    ...(type === "" ? [] : [`Content-Type: ${type}`]),
    ...(method === "GET" ? [] : [`Content-Length: ${body.length}`]),
    ...(authorization === undefined ? [] : [`Authorization: ${authorization}`]),
  ];
  return { bytes: Buffer.concat([Buffer.from(`${head.join("\r\n")}\r\n\r\n`), body]), status };
}

/** The field of a client that enters by name and password. */
export function basic(name: string, password: string): string {
  return `Basic ${Buffer.from(`${name}:${password}`).toString("base64")}`;
}

/** A connection on which one request is sent at a time. */
export class Connection {
  readonly #socket: Socket;

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  static async open({ host, port }: Address): Promise<Connection> {
    const socket = connect({ host, port, noDelay: true });
    await once(socket, "connect");
    return new Connection(socket);
  }

  /** Sends a request, waits for the whole answer, and returns the milliseconds. */
  async ask({ bytes, status }: RawRequest): Promise<number> {
    const started = performance.now();
    this.#socket.write(bytes);
    let head = "";
    let left = Number.POSITIVE_INFINITY;
    while (left > 0) {
      const [chunk]: Buffer[] = await once(this.#socket, "data");
      if (chunk === undefined) throw new Error("The server closed the connection");
      if (left < Number.POSITIVE_INFINITY) {
        left -= chunk.length;
        continue;
      }
      head += chunk.toString("latin1");
      const end = head.indexOf("\r\n\r\n");
      if (end === -1) continue;
      const length = Number(/^content-length: (\d+)/im.exec(head.slice(0, end))?.[1] ?? 0);
      left = length - (head.length - end - 4);
    }
    if (!head.startsWith(`HTTP/1.1 ${status} `)) {
      throw new Error(`Cannot count: wanted ${status}, got ${head.slice(0, 200)}`);
    }
    return performance.now() - started;
  }

  close(): void {
    this.#socket.destroy();
  }
}

/** Sends a request again and again on several connections, and returns how many were answered. */
export async function sendFor(
  address: Address,
  connections: number,
  milliseconds: number,
  request: (connection: number) => RawRequest,
): Promise<number> {
  const end = performance.now() + milliseconds;
  const counts = await Promise.all(
    Array.from({ length: connections }, async (_, index) => {
      const connection = await Connection.open(address);
      const wanted = request(index);
      let count = 0;
      for (; performance.now() < end; count++) await connection.ask(wanted);
      connection.close();
      return count;
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

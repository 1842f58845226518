import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** An answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number;
  /** The headers, with names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

/** The members of an error body. */
export interface ErrorBody {
  readonly type: string;
  readonly message: string;
  readonly code: number | null;
}

/** A client that writes any bytes, even if they are not HTTP, and reads only when it is told to. */
export class RawConnection {
  readonly socket: Socket;
  #received = Buffer.alloc(0);
  #ended = false;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on("error", () => {});
    socket.on("close", () => {
      this.#ended = true;
    });
    socket.on("end", () => {
      this.#ended = true;
    });
    socket.pause();
  }

  static async open(port: number): Promise<RawConnection> {
    const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true, noDelay: true });
    await once(socket, "connect");
    return new RawConnection(socket);
  }

  /** Writes bytes, and waits until the kernel has taken all of them, or the connection is closed. */
  async write(bytes: string | Uint8Array): Promise<void> {
    const { socket } = this;
    if (this.#ended || socket.write(bytes)) return;
    await new Promise<void>((resolve) => {
      const settle = () => {
        socket.off("drain", settle).off("close", settle);
        resolve();
      };
      socket.on("drain", settle).on("close", settle);
    });
  }

  /** Reads one answer. Answers to HEAD, and those with 1xx, 204 and 304, have no body. */
  async read({ head = false } = {}): Promise<RawAnswer> {
    const end = await this.#until(() => {
      const at = this.#received.indexOf("\r\n\r\n");
      return at === -1 ? undefined : at + 4;
    });
    const [statusLine = "", ...lines] = this.#take(end - 4)
      .toString("latin1")
      .split("\r\n");
    this.#take(4);
    const headers = new Map(
      lines.map((line): [string, string] => {
        const colon = line.indexOf(":");
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
      }),
    );
    const status = Number(statusLine.split(" ")[1]);
    const bodiless = head || status < 200 || status === 204 || status === 304;
    const length = bodiless ? 0 : Number(headers.get("content-length") ?? Number.NaN);
    if (Number.isNaN(length)) throw new Error(`The answer has no Content-Length: ${lines}`);
    return { status, headers, body: await this.#takeWhole(length) };
  }

  /** Reads until the connection ends, and returns the bytes. */
  async ends(): Promise<Buffer> {
    await this.#until(() => (this.#ended ? true : undefined)).catch(() => {});
    return this.#take(this.#received.length);
  }

  close(): void {
    this.socket.destroy();
  }

  /** Joins the chunks of a body once at the end, which takes linear time. */
  async #takeWhole(length: number): Promise<Buffer> {
    const chunks = [this.#take(Math.min(length, this.#received.length))];
    for (let missing = length - (chunks[0]?.length ?? 0); missing > 0; ) {
      await this.#until(() => (this.#received.length > 0 ? true : undefined));
      const chunk = this.#take(Math.min(missing, this.#received.length));
      missing -= chunk.length;
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  }

  #take(length: number): Buffer {
    const taken = this.#received.subarray(0, length);
    this.#received = this.#received.subarray(length);
    return taken;
  }

  async #until<T>(look: () => T | undefined): Promise<T> {
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      if (this.#ended) throw new Error("The server closed the connection");
      const chunk = await this.#more();
      this.#received = Buffer.concat([this.#received, chunk]);
    }
  }

  #more(): Promise<Buffer> {
    const { socket } = this;
    return new Promise((resolve) => {
      const settle = (chunk: Buffer) => {
        socket.off("data", settle).off("end", none).off("close", none);
        socket.pause();
        resolve(chunk);
      };
      const none = () => settle(Buffer.alloc(0));
      socket.on("data", settle).on("end", none).on("close", none).resume();
    });
  }
}

/** Opens a connection for `run`, and always closes it. */
export async function withConnection<T>(
  port: number,
  run: (connection: RawConnection) => Promise<T>,
): Promise<T> {
  const connection = await RawConnection.open(port);
  try {
    return await run(connection);
  } finally {
    connection.close();
  }
}

/** Reads the body of an error. */
export function errorOf({ body }: RawAnswer): ErrorBody {
  return JSON.parse(body.toString());
}

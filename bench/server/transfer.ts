import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { AFTER_VALUE, BEFORE_VALUE, CONTENT_TYPE } from "./form.ts";
import type { Server } from "./server.ts";

const BLOCK = randomBytes(2 ** 20);
const READ_BYTES = 2 ** 18;

/** Posts a value of this size, and waits for its 204. It uses a bare socket, so that no HTTP client is measured. */
export async function upload(server: Server, name: string, size: number): Promise<void> {
  const status = await uploadStatus(server, name, size);
  if (status !== 204) throw new Error(`Cannot upload: the answer was ${status}`);
}

/** Posts a value of this size, and returns the status of the answer. A server may refuse before it has read the value. */
export async function uploadStatus(server: Server, name: string, size: number): Promise<number> {
  const { host, port } = server;
  const socket = connect(port, host);
  let isAnswered = false;
  const status = statusOf(socket).finally(() => {
    isAnswered = true;
  });
  await once(socket, "connect");
  const length = BEFORE_VALUE.length + size + AFTER_VALUE.length;
  socket.write(
    `POST ${server.path(name)} HTTP/1.1\r\nHost: ${host}:${port}\r\nConnection: close\r\n` +
      `Content-Type: ${CONTENT_TYPE}\r\nContent-Length: ${length}\r\n\r\n`,
  );
  socket.write(BEFORE_VALUE);
  for (let left = size; left > 0 && !isAnswered; left -= BLOCK.length) {
    if (!socket.write(left < BLOCK.length ? BLOCK.subarray(0, left) : BLOCK)) {
      await Promise.race([once(socket, "drain"), status]);
    }
  }
  socket.write(AFTER_VALUE);
  try {
    return await status;
  } finally {
    socket.destroy();
  }
}

/** The hash of the value that `upload` sends for this size. */
export function uploadHash(size: number): string {
  const hash = createHash("sha256");
  for (let left = size; left > 0; left -= BLOCK.length) {
    hash.update(left < BLOCK.length ? BLOCK.subarray(0, left) : BLOCK);
  }
  return hash.digest("hex");
}

/** Gets a value, and returns the number of received bytes, with the head of the answer. */
export function download(server: Server, name: string): Promise<number> {
  return new Promise((resolve, reject) => {
    let bytes = 0;
    const socket = connect({
      port: server.port,
      host: server.host,
      // All reads use one buffer, so that no allocations are measured.
      onread: {
        buffer: Buffer.alloc(READ_BYTES),
        callback(count: number) {
          bytes += count;
          return true;
        },
      },
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(bytes));
    socket.write(getRequest(server, name));
  });
}

/** Gets a value, and returns its hash. */
export async function downloadHash(server: Server, name: string): Promise<string> {
  const response = await fetch(`http://${server.host}:${server.port}${server.path(name)}`);
  const hash = createHash("sha256");
  for await (const chunk of response.body ?? []) hash.update(chunk);
  return hash.digest("hex");
}

/** Gets a value at about 1 MiB a second, until it is stopped. */
export function slowDownload(server: Server, name: string): { stop(): void } {
  const socket = connect(server.port, server.host);
  let timer: NodeJS.Timeout | undefined;
  socket.on("data", () => {
    socket.pause();
    timer = setTimeout(() => socket.resume(), 60);
  });
  socket.on("error", () => {});
  socket.write(getRequest(server, name));
  return {
    stop() {
      clearTimeout(timer);
      socket.destroy();
    },
  };
}

function getRequest(server: Server, name: string): string {
  return (
    `GET ${server.path(name)} HTTP/1.1\r\n` +
    `Host: ${server.host}:${server.port}\r\nConnection: close\r\n\r\n`
  );
}

function statusOf(socket: Socket): Promise<number> {
  return new Promise((resolve, reject) => {
    socket.once("data", (head: Buffer) => resolve(Number(head.toString("latin1", 9, 12))));
    socket.once("error", reject);
    socket.once("close", () =>
      reject(new Error("Cannot upload: the server closed the connection")),
    );
  });
}

import { type ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { ErrorAnswer } from "../../core/mod.ts";
import { errorBody } from "../../core/rest/errors/_error_body.ts";
import type { Connection } from "./_connection.ts";

/** How long what a client still sends is read past, so that it gets to the answer. Milliseconds. */
const LINGER_MS = 1_000;

/**
 * Answers what Node's parser refuses before there is a request, or in the middle of its body, with the same JSON as any other
 * error, and closes the connection. Requests that have come whole before it are answered first.
 *
 * @param error Node's error.
 * @param socket The connection.
 * @param connection What is known of the connection; `undefined` if no request has come over it.
 * @param tell Called with the answer, if one can be given.
 */
export function answerClientError(
  error: NodeJS.ErrnoException,
  socket: Duplex,
  connection: Connection | undefined,
  tell: (answer: ErrorAnswer) => void,
): void {
  // A request that was refused without a look at its body has its answer, which ends the connection when the client has it.
  if (connection?.isDraining) return;
  const latest = connection?.latest;
  if (!socket.writable || error.code === "ECONNRESET") {
    socket.destroy();
  } else if (connection === undefined || latest === undefined) {
    tell(endWith(error, socket));
  } else if (!connection.isUnreadable) {
    // Node tells the same of each chunk that follows.
    connection.isUnreadable = true;
    const end = () => {
      if (isAnswerable(latest)) tell(endWith(error, socket));
      else socket.destroy();
    };
    if (latest.req.complete && !latest.writableFinished) latest.once("finish", end);
    else end();
  }
}

/** Ends a connection with the answer to what could not be read. */
function endWith(error: NodeJS.ErrnoException, socket: Duplex): ErrorAnswer {
  const answer = { type: "ClientErrorException", code: null, ...describe(error) };
  const { status } = answer;
  const body = errorBody(answer);
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    `Date: ${new Date().toUTCString()}`,
    "Content-Type: application/json",
    `Content-Length: ${body.length}`,
    "Connection: close",
  ];
  socket.write(`${head.join("\r\n")}\r\n\r\n`);
  socket.end(body);
  // Closing at once would reset the connection under a client that still writes, and take the answer with it.
  socket.resume();
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once("close", () => clearTimeout(timer));
  return answer;
}

/**
 * Whether bytes written to the connection now would be taken for the answer to the request that could not be read: none is
 * being answered, or the one that is has not come in whole and has no answer yet.
 */
function isAnswerable(response: ServerResponse): boolean {
  if (response.writableFinished) return response.shouldKeepAlive;
  return response.socket !== null && !response.req.complete && !response.headersSent;
}

function describe({ code }: NodeJS.ErrnoException): { status: number; message: string } {
  switch (code) {
    case "HPE_HEADER_OVERFLOW":
      return { status: 431, message: "Cannot read the request: its header fields are too large" };
    case "HPE_CHUNK_EXTENSIONS_OVERFLOW":
      return {
        status: 413,
        message: "Cannot read the request: its chunk extensions are too large",
      };
    case "HPE_INVALID_TRANSFER_ENCODING":
      return {
        status: 400,
        message:
          "Cannot read the request: 'chunked' is not the last of its Transfer-Encoding, once",
      };
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return { status: 408, message: "Cannot read the request: it did not come in time" };
    case "HPE_INVALID_EOF_STATE":
      return { status: 400, message: "Cannot read the request: it ends early" };
    default:
      return { status: 400, message: "Cannot read the request: it is not HTTP/1.1" };
  }
}

import { request } from "node:http";
import { text } from "node:stream/consumers";

/** An answer over a Unix socket. */
export interface UnixAnswer {
  readonly status: number | undefined;
  readonly body: string;
}

/**
 * Gets a resource over a Unix socket.
 *
 * @param socketPath The path of the socket.
 * @param path The path of the resource.
 * @param host The field `Host`.
 */
export function getOverUnix(
  socketPath: string,
  path: string,
  host = "localhost",
): Promise<UnixAnswer> {
  return new Promise((resolve, reject) => {
    const options = { socketPath, path, headers: { host }, agent: false };
    const asked = request(options, (response) => {
      const { statusCode: status } = response;
      text(response).then((body) => resolve({ status, body }), reject);
    });
    asked.on("error", reject).end();
  });
}

import { readFileSync } from "node:fs";
import type { Agent } from "node:https";
import { get } from "node:https";
import { text } from "node:stream/consumers";
import type { TLSSocket } from "node:tls";
import { CA, CLIENT, SERVER } from "../support/tls/certificates.ts";

/** The certificate of the server, whose name is `localhost`, and its key. */
export const TLS = {
  cert: readFileSync(SERVER.cert, "utf8"),
  key: readFileSync(SERVER.key, "utf8"),
};
/** Another certificate, whose name is `cert_role`, and its key. */
export const OTHER_TLS = {
  cert: readFileSync(CLIENT.cert, "utf8"),
  key: readFileSync(CLIENT.key, "utf8"),
};
/** The authority of both. */
export const AUTHORITY: string = readFileSync(CA, "utf8");

/** An answer over HTTPS. */
export interface SecureAnswer {
  readonly status: number | undefined;
  readonly body: string;
  /** The name in the certificate of the server. */
  readonly name: string | undefined;
}

export interface SecureOptions {
  /** Name and password, with a colon between them. Default: none. */
  readonly auth?: string;
  /** Keeps the connection. Default: a connection of its own. */
  readonly agent?: Agent | false;
}

/**
 * Gets a resource over HTTPS, from a server whose certificate the authority of the tests has signed.
 *
 * @param url The URL. Its host need not be the name in the certificate.
 */
export async function getSecurely(
  url: string,
  { auth, agent = false }: SecureOptions = {},
): Promise<SecureAnswer> {
  const checkServerIdentity = () => undefined;
  return await new Promise((resolve, reject) => {
    const request = get(url, { auth, agent, ca: AUTHORITY, checkServerIdentity }, (response) => {
      const name = nameOf(response.socket);
      const { statusCode: status } = response;
      text(response).then((body) => resolve({ status, body, name }), reject);
    });
    request.on("error", reject);
  });
}

function nameOf(socket: unknown): string | undefined {
  if (!isSecure(socket)) return undefined;
  const { CN: name } = socket.getPeerCertificate().subject;
  return typeof name === "string" ? name : undefined;
}

function isSecure(socket: unknown): socket is TLSSocket {
  return typeof socket === "object" && socket !== null && "getPeerCertificate" in socket;
}

import type { SecureContextOptions } from "node:tls";
import type { TlsOptions } from "./tls_options.ts";

/** What a server begins TLS with. The versions stay the same, whatever Node is told on its command line. */
export function secureContext({ cert, key }: TlsOptions): SecureContextOptions {
  return { cert: pem(cert), key: pem(key), minVersion: "TLSv1.2" };
}

function pem(text: string | Uint8Array): string | Buffer {
  return typeof text === "string" ? text : Buffer.from(text);
}

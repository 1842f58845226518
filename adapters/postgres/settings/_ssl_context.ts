import { type ConnectionOptions, createSecureContext } from "node:tls";
import { isError } from "../../_is_error.ts";

/**
 * Puts certificates and keys into a context of TLS. It is made once for all connections, shows none of them, and tells at once
 * that one is broken.
 *
 * @param source What gave them, for the message.
 * @param options Options of `tls.connect()`.
 * @throws {TypeError} If they do not go together, or OpenSSL cannot read them.
 */
export function withContext(source: string, options: ConnectionOptions): ConnectionOptions {
  const { key, cert, ca, pfx, passphrase, ...others } = options;
  try {
    const secureContext = options.secureContext ?? createSecureContext(options);
    return { ...others, secureContext };
  } catch (error) {
    const reason = isError(error) ? error.message : String(error);
    throw new TypeError(
      `Cannot connect to PostgreSQL: the certificates or the key of '${source}' cannot be used: ${reason}`,
      { cause: error },
    );
  }
}

import type { TlsFiles } from "../node/tls/_read_tls_files.ts";
import type { UnixSocket } from "../node/unix_socket/unix_socket.ts";
import type { OptionName } from "./_command_line_options.ts";
import { type Given, portOf } from "./_option_values.ts";
import { UsageError } from "./_usage_error.ts";

/** Where a server listens: a host and a port, or a Unix socket. */
export interface Address {
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly unixSocket: UnixSocket | undefined;
}

/** Finds what was given for an option. */
type Find = (name: OptionName) => Given | undefined;

const MODE = /^0?[0-7]{3}$/;

/**
 * Reads where the server listens: a host and a port, or a Unix socket.
 *
 * @throws {UsageError} If both are given, or one is wrong.
 */
export function readAddress(find: Find): Address {
  const listen = find("listen");
  if (listen === undefined) {
    const host = find("host")?.text ?? "127.0.0.1";
    return { host, port: portOf(find("port")), unixSocket: undefined };
  }
  for (const other of [find("host"), find("port"), find("tls-cert"), find("tls-key")]) {
    // Platforms set PORT for any program.
    if (other === undefined || other.source === "PORT") continue;
    throw new UsageError(
      `Cannot use '${other.source}' beside '${listen.source}': it is for TCP only; leave one of them out`,
    );
  }
  return { host: undefined, port: undefined, unixSocket: unixSocketOf(listen) };
}

/**
 * Reads the files for TLS; `undefined` if there are none.
 *
 * @throws {UsageError} If one of the two is missing.
 */
export function readTls(find: Find): TlsFiles | undefined {
  const [cert, key] = [find("tls-cert"), find("tls-key")];
  if (cert !== undefined && key !== undefined) return { certFile: cert.text, keyFile: key.text };
  const given = cert ?? key;
  if (given === undefined) return undefined;
  const missing = cert === undefined ? "--tls-cert" : "--tls-key";
  throw new UsageError(`Cannot use '${given.source}' alone: give '${missing}', too`);
}

/** Reads a text such as `unix:/run/varpost/http.sock?mode=660`. The mode stands behind the last question mark. */
function unixSocketOf({ text, source }: Given): UnixSocket {
  const [, path = "", parameters] = /^unix:(.+?)(?:\?([^?]*))?$/.exec(text) ?? [];
  if (path === "") {
    throw new UsageError(
      `Cannot use '${text}' for '${source}': give unix: and a path; --host and --port are for TCP`,
    );
  }
  if (parameters === undefined) return { path };
  const mode = parameters.startsWith("mode=") ? parameters.slice("mode=".length) : "";
  if (MODE.test(mode)) return { path, mode: Number.parseInt(mode, 8) };
  throw new UsageError(
    `Cannot use '${text}' for '${source}': behind the '?' stands the mode, as in ?mode=660`,
  );
}

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ConnectionOptions } from "node:tls";
import { nearest } from "../../../core/errors/_nearest.ts";
import { StorageError } from "../../../core/storage/storage_error.ts";
import { isError } from "../../_is_error.ts";
import { type Setting, type Settings, unfit } from "./_setting.ts";
import { withContext } from "./_ssl_context.ts";

/** How a connection is secured: `false` is without TLS. */
export type Ssl = false | ConnectionOptions;

/** How connections are secured, and, if the server refuses that, how else. */
export type SslWays = readonly [preferred: Ssl, other?: Ssl];

/** All values of `sslmode`. */
export const MODES = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"] as const;
type Mode = (typeof MODES)[number];

/** Where systems keep the certificates that they trust: Debian, Fedora, openSUSE, Alpine, macOS and the BSDs. */
const SYSTEM_ROOTS = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/ssl/cert.pem",
];

/**
 * Decides what `sslmode` and its files mean, as libpq does. One thing is stricter: a file that is named but cannot be read is an
 * error in every mode with TLS; libpq would go on without a check if it is `sslrootcert`.
 *
 * @param settings What was given.
 * @param folder The folder of libpq's own files, `~/.postgresql`.
 * @param environment For `SSL_CERT_FILE`.
 * @throws {TypeError} If a setting is wrong, or two do not go together.
 * @throws {StorageError} "io" if a file cannot be read.
 * @see https://www.postgresql.org/docs/current/libpq-ssl.html
 */
export function sslWays(
  settings: Settings,
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
): SslWays {
  const mode = modeOf(settings);
  if (mode === "disable") return [false];
  const own = clientCertificate(settings, folder);
  const roots =
    mode === "require" || mode.startsWith("verify")
      ? rootsOf(settings, folder, environment)
      : undefined;
  if (roots !== undefined) {
    const checked = withContext("sslrootcert", { ...own, ca: roots });
    // The chain of certificates is checked in any case; `checkServerIdentity` compares the name of the server.
    if (mode !== "verify-full") checked.checkServerIdentity = () => undefined;
    return [checked];
  }
  if (mode.startsWith("verify")) {
    throw new TypeError(
      `Cannot connect to PostgreSQL with '${mode}': there is no root certificate; write it to '${join(folder, "root.crt")}', or give 'sslrootcert', a file or 'system'`,
    );
  }
  const unchecked = withContext("sslcert", { ...own, rejectUnauthorized: false });
  if (mode === "allow") return [false, unchecked];
  return mode === "prefer" ? [unchecked, false] : [unchecked];
}

function modeOf(settings: Settings): Mode {
  const isSystem = settings.get("sslrootcert")?.text === "system";
  const given = settings.get("sslmode");
  if (given === undefined) return isSystem ? "verify-full" : "prefer";
  const mode = MODES.find((known) => known === given.text);
  if (mode === undefined) {
    const meant = nearest(given.text, MODES);
    throw unfit(
      given,
      meant === undefined ? `give one of ${MODES.join(", ")}` : `did you mean '${meant}'?`,
    );
  }
  if (isSystem && mode !== "verify-full") {
    // Anyone can get a certificate of a public authority for some name.
    throw unfit(given, "with the certificates of the system only 'verify-full' checks anything");
  }
  return mode;
}

function rootsOf(
  settings: Settings,
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const given = settings.get("sslrootcert");
  if (given?.text !== "system") return readGiven(given, join(folder, "root.crt"));
  const file = [environment["SSL_CERT_FILE"], ...SYSTEM_ROOTS].find(
    (path) => path !== undefined && path !== "" && existsSync(path),
  );
  if (file !== undefined) return readText("sslrootcert", file);
  throw unfit(given, "no file with the certificates of this system is known; give its path");
}

/** The certificate with which the client proves who it is; nothing if there is none. */
function clientCertificate(settings: Settings, folder: string): ConnectionOptions {
  const cert = readGiven(settings.get("sslcert"), join(folder, "postgresql.crt"));
  if (cert === undefined) return {};
  const key = readGiven(settings.get("sslkey"), join(folder, "postgresql.key"));
  if (key !== undefined) return { cert, key };
  throw new TypeError(
    `Cannot connect to PostgreSQL: there is a certificate of the client, but not its key; give 'sslkey', or write it to '${join(folder, "postgresql.key")}'`,
  );
}

function readGiven(given: Setting | undefined, standard: string): string | undefined {
  if (given !== undefined) return readText(given.source, given.text);
  return existsSync(standard) ? readText(standard, standard) : undefined;
}

function readText(source: string, file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const reason = isError(error) ? error.message : String(error);
    throw new StorageError("io", `Cannot read the file of '${source}': ${reason}`, {
      cause: error,
    });
  }
}

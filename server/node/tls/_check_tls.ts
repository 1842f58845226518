import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { createSecureContext } from "node:tls";
import { checkMembers, type Members } from "../../../core/errors/_check_members.ts";
import { describeValue } from "../../../core/errors/_describe_value.ts";
import { secureContext } from "./_secure_context.ts";
import type { TlsOptions } from "./tls_options.ts";

const MEMBERS: Members<TlsOptions> = { cert: true, key: true };
const NAMES: Readonly<Record<keyof TlsOptions, string>> = { cert: "tls.cert", key: "tls.key" };
const A_CERTIFICATE = "a certificate begins with '-----BEGIN CERTIFICATE-----'";

/**
 * Checks a certificate and its key, before clients find out. No message shows anything of the key.
 *
 * @param tls The certificate and the key.
 * @param names Where they come from, such as names of files. Default: the names of the options.
 * @throws {TypeError} If it is of a wrong type.
 * @throws {Error} If it is not PEM, the key is encrypted, or it is the key of another certificate.
 */
export function checkTls(
  tls: TlsOptions,
  names: Readonly<Record<keyof TlsOptions, string>> = NAMES,
): void {
  checkMembers("members of 'tls'", tls, MEMBERS);
  for (const name of ["cert", "key"] as const) {
    const value: unknown = tls[name];
    if (typeof value === "string" || value instanceof Uint8Array) continue;
    throw new TypeError(
      `Cannot use 'tls.${name}': it is ${describeValue(value)}; pass the text of a PEM file`,
    );
  }
  const certificate = readCertificate(tls, names.cert);
  const key = readKey(tls, names.key);
  if (!certificate.checkPrivateKey(key)) {
    throw new Error(
      `Cannot use the key of '${names.key}': the certificate of '${names.cert}' has another one; give both of one pair, and in the file of the certificate the server's own one first`,
    );
  }
  try {
    createSecureContext(secureContext(tls));
  } catch (cause) {
    throw new Error(
      `Cannot use the certificate of '${names.cert}' with the key of '${names.key}': ${messageOf(cause)}`,
      { cause },
    );
  }
}

function readCertificate({ cert }: TlsOptions, name: string): X509Certificate {
  try {
    return new X509Certificate(cert);
  } catch (cause) {
    throw new Error(
      `Cannot use the certificate of '${name}': it holds none in PEM; ${A_CERTIFICATE}`,
      { cause },
    );
  }
}

function readKey({ key }: TlsOptions, name: string): KeyObject {
  try {
    return createPrivateKey(typeof key === "string" ? key : Buffer.from(key));
  } catch {
    // The native error is no cause: nothing of a key may show.
    const isEncrypted = Buffer.from(key).includes("ENCRYPTED");
    throw new Error(
      isEncrypted
        ? `Cannot use the key of '${name}': it is encrypted; 'openssl pkey -in FILE -out PLAIN' decrypts it`
        : `Cannot use the key of '${name}': it holds no private key in PEM, which begins with '-----BEGIN PRIVATE KEY-----'`,
    );
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

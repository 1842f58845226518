import { readFile } from "node:fs/promises";
import { checkTls } from "./_check_tls.ts";
import type { TlsOptions } from "./tls_options.ts";

/** The paths of a certificate and of its key. */
export interface TlsFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

/**
 * Reads a certificate and its key.
 *
 * @throws {Error} If a file cannot be read, or the two cannot be used together. The message names the file.
 */
export async function readTlsFiles({ certFile, keyFile }: TlsFiles): Promise<TlsOptions> {
  const cert = await read("certificate", certFile);
  const key = await read("key", keyFile);
  const tls = { cert, key };
  checkTls(tls, { cert: certFile, key: keyFile });
  return tls;
}

async function read(what: string, file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new Error(`Cannot read the ${what} of '${file}': ${reasonOf(cause)}`, { cause });
  }
}

function reasonOf(cause: unknown): string {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "ENOENT") return "there is no such file";
  if (code === "EACCES") return "this user may not read it; let it do so, and nobody else";
  if (code === "EISDIR") return "it is a directory; give a file";
  return cause instanceof Error ? cause.message : String(cause);
}

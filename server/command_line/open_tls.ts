import type { Log } from "../../core/rest/log/log.ts";
import type { TlsFiles } from "../node/tls/_read_tls_files.ts";
import type { TlsOptions } from "../node/tls/tls_options.ts";
import { warnOfOpenFiles } from "./warn_of_open_files.ts";

/**
 * Reads a certificate and its key.
 *
 * @param files Their paths.
 * @param log Gets warnings of a key that others may read, and of a certificate whose dates clients refuse.
 * @throws {Error} If a file cannot be read, or the two cannot be used together. The message names the file.
 */
export async function openTls(files: TlsFiles, log: Log): Promise<TlsOptions> {
  const { readTlsFiles } = await import("../node/tls/_read_tls_files.ts");
  const { warnOfValidity } = await import("../node/tls/_warn_of_validity.ts");
  const tls = await readTlsFiles(files);
  await warnOfOpenFiles({ "the key": files.keyFile }, log);
  warnOfValidity(tls, files.certFile, log);
  return tls;
}

import type { LogFormat } from "../node/log_format.ts";
import type { Environment } from "./_read_environment.ts";

const OPTION = "--log-format";

/**
 * Guesses which form of lines is wanted, for the line that tells why the command line cannot be read.
 *
 * @param args The arguments behind the program's name.
 * @param environment The environment.
 */
export function wantedLogFormat(args: readonly string[], environment: Environment): LogFormat {
  const at = args.findIndex((arg) => arg === OPTION || arg.startsWith(`${OPTION}=`));
  const given = args[at]?.slice(OPTION.length + 1) || args[at + 1];
  const wanted = at === -1 ? environment["VARPOST_LOG_FORMAT"] : given;
  return wanted?.trim() === "json" ? "json" : "text";
}

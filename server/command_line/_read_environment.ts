import { nearest } from "../../core/errors/_nearest.ts";
import { OPTION_NAMES, OPTIONS, type OptionName } from "./_command_line_options.ts";
import type { Given } from "./_option_values.ts";
import { UsageError } from "./_usage_error.ts";

/** Environment variables, in the form of `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

const PREFIX = /^VARPOST_/i;
/**
 * Variables that begin with our prefix, but that others set: Kubernetes, for services named varpost or varpost-…, and varpost's own
 * tests.
 */
const FOREIGN = /^VARPOST_(?:TEST_|(?:\w+_)?(?:SERVICE_(?:HOST|PORT)|PORT_\d))/;
/** The value to which Kubernetes sets the variable `…_PORT` of a service. */
const SERVICE_LINK = /^(?:tcp|udp|sctp):\/\//;
/** The variables of the options, in the order of the usage. */
const VARIABLES: ReadonlyMap<string, OptionName> = new Map(
  OPTION_NAMES.map((name) => [`VARPOST_${name.toUpperCase().replaceAll("-", "_")}`, name]),
);

/**
 * Reads the options that the environment gives. A blank variable counts as not set. `PORT`, which many platforms set, counts if
 * `VARPOST_PORT` is not set.
 *
 * @throws {UsageError} If a variable begins with `VARPOST_`, but its name belongs to no option.
 */
export function readEnvironment(environment: Environment): Map<OptionName, readonly Given[]> {
  const set = (source: string) => (environment[source] ?? "").trim() !== "";
  for (const source of Object.keys(environment)) {
    if (!PREFIX.test(source) || VARIABLES.has(source) || FOREIGN.test(source)) continue;
    if (set(source) && !SERVICE_LINK.test(environment[source] ?? "")) throw unknown(source);
  }
  const all = new Map<OptionName, readonly Given[]>();
  const add = (name: OptionName, source: string) => {
    const value = environment[source] ?? "";
    const texts = OPTIONS[name].multiple ? value.split(",") : [value];
    const given = texts.map((text) => ({ text: text.trim(), source }));
    all.set(
      name,
      given.filter(({ text }) => text !== ""),
    );
  };
  if (set("PORT")) add("port", "PORT");
  for (const [source, name] of VARIABLES) if (set(source)) add(name, source);
  return all;
}

function unknown(source: string): UsageError {
  const guess = nearest(source.toUpperCase(), [...VARIABLES.keys()]);
  const hint =
    guess === undefined ? "'--help' lists the options there are" : `did you mean '${guess}'?`;
  return new UsageError(`Cannot read the environment: unknown variable '${source}'; ${hint}`);
}

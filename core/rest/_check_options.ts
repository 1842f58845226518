import { checkMembers, type Members } from "../errors/_check_members.ts";
import { describeValue } from "../errors/_describe_value.ts";
import { checkAllowedHosts } from "./cross_site/_check_allowed_hosts.ts";
import type { CrossSiteRules } from "./cross_site/cross_site_rules.ts";
import type { RestOptions } from "./rest_options.ts";

/** The options that the REST resource, the Fetch handler and the `node:http` listener share. */
export const REST_OPTIONS: Members<RestOptions> = {
  variables: true,
  resolveScope: true,
  authorize: true,
  log: true,
  allowedHosts: true,
  allowedOrigins: true,
};

/**
 * Checks options that plain JavaScript may pass. A misspelt option would otherwise be ignored, even one that protects the server.
 *
 * @param name Name of the function that gets the options.
 * @param options The options.
 * @param known The options that the function knows.
 * @throws {TypeError} If an option is unknown or of a wrong type. The message says what to write.
 */
export function checkOptions<T extends RestOptions>(
  name: string,
  options: T,
  known: Members<T>,
): void {
  checkVariables(name, options);
  checkMembers(`options of ${name}`, options, known);
  checkAuthorize(options.authorize);
  checkLists(options);
}

function checkVariables(name: string, options: Pick<RestOptions, "variables"> | undefined): void {
  const variables: unknown = options?.variables;
  const isService =
    typeof variables === "object" && variables !== null && "setFromForm" in variables;
  if (isService) return;
  throw new TypeError(
    `Cannot call '${name}': 'variables' is ${describeValue(variables)}; pass '{ variables: new ProcessVariables({ storage }) }'`,
  );
}

/** Anything but a function would open the server. */
function checkAuthorize(authorize: unknown): void {
  if (authorize === undefined || typeof authorize === "function") return;
  throw new TypeError(
    `Cannot use 'authorize': it is ${describeValue(authorize)}; pass a function that returns '{ allow: true }' or '{ allow: false }'`,
  );
}

function checkLists(rules: CrossSiteRules): void {
  for (const name of ["allowedHosts", "allowedOrigins"] as const) {
    const list: unknown = rules[name];
    if (list === undefined || Array.isArray(list)) continue;
    throw new TypeError(
      `Cannot use '${name}': it is ${describeValue(list)}; pass an array of strings`,
    );
  }
  checkAllowedHosts(rules);
}

import { checkMembers, type Members } from "../../core/errors/_check_members.ts";
import { describeValue } from "../../core/errors/_describe_value.ts";
import { checkAllowedHosts } from "../rest/_check_allowed_hosts.ts";
import type { ListenerOptions } from "./listener_options.ts";
import type { ServerOptions } from "./server_options.ts";

const LISTENER: Members<ListenerOptions> = {
  variables: true,
  resolveScope: true,
  log: true,
  idleMs: true,
  minBodyRate: true,
  allowedHosts: true,
  allowedOrigins: true,
};
const SERVER: Members<ServerOptions> = {
  ...LISTENER,
  host: true,
  port: true,
  keepAliveMs: true,
  maxConnections: true,
};

/**
 * Checks what JavaScript can pass to `createRequestListener`: an option that is misspelt would be passed over, also one that
 * keeps others out.
 *
 * @throws {TypeError} If it is a mistake. It says what to write.
 */
export function checkListenerOptions(options: ListenerOptions): void {
  checkVariables("createRequestListener", options);
  checkMembers("options of createRequestListener", options, LISTENER);
  checkLists(options);
}

/** Checks what JavaScript can pass to `startServer`, likewise. */
export function checkServerOptions(options: ServerOptions): void {
  checkVariables("startServer", options);
  checkMembers("options of startServer", options, SERVER);
  checkLists(options);
}

function checkVariables(
  name: string,
  options: Pick<ListenerOptions, "variables"> | undefined,
): void {
  const variables: unknown = options?.variables;
  const isService =
    typeof variables === "object" && variables !== null && "setFromForm" in variables;
  if (isService) return;
  throw new TypeError(
    `Cannot call '${name}': 'variables' is ${describeValue(variables)}; pass '{ variables: new ProcessVariables({ storage }) }'`,
  );
}

function checkLists(options: ListenerOptions): void {
  for (const name of ["allowedHosts", "allowedOrigins"] as const) {
    const list: unknown = options[name];
    if (list === undefined || Array.isArray(list)) continue;
    throw new TypeError(
      `Cannot use '${name}': it is ${describeValue(list)}; pass an array of strings`,
    );
  }
  checkAllowedHosts(options);
}

import { RestResource } from "../../core/rest/_rest_resource.ts";
import type { Log } from "../../core/rest/log/log.ts";
import type { Route } from "../../core/rest/routes/_route_table.ts";
import { routesWith } from "../../core/rest/routes/_routes.ts";
import { healthRoutes } from "../health/_health_routes.ts";
import { ServerHealth } from "../health/_server_health.ts";
import { PAGE_ROUTE } from "../page/_page_route.ts";
import type { Bound } from "./_bind.ts";
import { listenAndServe } from "./_listen_and_serve.ts";
import { warnOfOpenness } from "./_warn_of_openness.ts";
import { observed } from "./observing/_observed_resource.ts";
import { observingOf } from "./observing/_observing.ts";
import type { RunningServer } from "./running_server.ts";
import type { ServerOptions } from "./server_options.ts";
import { checkUnixSocket } from "./unix_socket/_check_unix_socket.ts";

/**
 * Starts a server of the REST resource, and of what else it serves.
 *
 * @param options The options of `startServer`. The names of the options have been checked.
 * @param log The log. It must not throw.
 * @param furtherRoutes Routes beside those of the resource.
 * @throws As `startServer`.
 */
export async function startRestServer(
  options: ServerOptions,
  log: Log,
  furtherRoutes: readonly Route[],
): Promise<RunningServer> {
  checkUnixSocket(options);
  const observing = observingOf(options.observers, log);
  const health = new ServerHealth(options.variables, log);
  const page = options.page === false ? [] : [PAGE_ROUTE];
  const routes = [...routesWith(healthRoutes(health)), ...page, ...furtherRoutes];
  const makeServed = (bound: Bound) => {
    warnOfOpenness(bound, options.authorize !== undefined, log);
    const { allowedHosts } = bound;
    return observed(new RestResource({ ...options, allowedHosts }, log, routes), observing);
  };
  const onStop = () => health.stop();
  return await listenAndServe({ ...options, onStop }, log, makeServed, observing);
}

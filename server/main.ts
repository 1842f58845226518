#!/usr/bin/env node
/**
 * The program: reads the command line, opens the storage, and serves until a signal stops it.
 * @module
 */
import { ProcessVariables, type VariableStorage } from "../core/mod.ts";
import { VERSION } from "../core/rest/_version.ts";
import type { Log } from "../core/rest/log/log.ts";
import { adminPath } from "./admin/_admin_path.ts";
import { serveAdmin } from "./admin/serve_admin.ts";
import { USAGE } from "./command_line/_command_line_options.ts";
import { hidePasswords } from "./command_line/_hide_passwords.ts";
import { parseCommandLine, type Settings } from "./command_line/_parse_command_line.ts";
import { UsageError } from "./command_line/_usage_error.ts";
import { wantedLogFormat } from "./command_line/_wanted_log_format.ts";
import { openAccess } from "./command_line/open_access.ts";
import { type OpenedStorage, openStorage } from "./command_line/open_storage.ts";
import { openTls } from "./command_line/open_tls.ts";
import { escapeControls } from "./node/_escape_controls.ts";
import { logLine } from "./node/_log_line.ts";
import { startRestServer } from "./node/_start_rest_server.ts";
import { createLog } from "./node/create_log.ts";
import type { RequestObserver } from "./node/observing/request_observer.ts";
import type { RunningServer } from "./node/running_server.ts";
import type { TlsOptions } from "./node/tls/tls_options.ts";
import { leaveStreams } from "./observers/_leave_streams.ts";
import { logProcess } from "./observers/_log_process.ts";
import { accessLog } from "./observers/access_log.ts";
import { createMetrics, type Metrics } from "./observers/metrics.ts";
import { endDuringStart } from "./signals/end_during_start.ts";
import { type Reloadable, reloadOnHangup } from "./signals/reload_on_hangup.ts";
import { stopSignal } from "./signals/stop_signal.ts";

const args = process.argv.slice(2);
hidePasswords(args);
try {
  // Only a command needs the modules of commands, and an option begins none.
  const isOption = args[0]?.startsWith("-") ?? true;
  const exitCode = isOption ? undefined : await (await loadCommands()).runCommand(args);
  if (exitCode === undefined) await start();
  else process.exitCode = exitCode;
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  const format = wantedLogFormat(args, process.env);
  process.stderr.write(
    format === "json"
      ? logLine(format, "error", message)
      : `varpost: ${escapeControls(message.replaceAll(/\s*\n\s*/g, " "))}\n`,
  );
  process.exitCode = error instanceof UsageError ? 2 : 1;
}

function loadCommands() {
  return import("./commands/run_command.ts");
}

async function start(): Promise<void> {
  const command = parseCommandLine(args, process.env);
  if (command === "help") process.stdout.write(USAGE + (await loadCommands()).COMMANDS_USAGE);
  else if (command === "version") process.stdout.write(`${VERSION}\n`);
  else await run(command);
}

/** What was read or loaded before the server starts. `undefined` is what was not asked for. */
interface Opened {
  readonly access: Awaited<ReturnType<typeof openAccess>>;
  readonly tls: TlsOptions | undefined;
  readonly metrics: Metrics | undefined;
}

async function run(settings: Settings): Promise<void> {
  const { logLevel, logFormat } = settings;
  const log = createLog(logLevel, logFormat);
  if (logFormat === "json") logProcess(log);
  const listensToSignals = endDuringStart();
  const reloads = readsFiles(settings);
  const reload = reloads ? reloadOnHangup(log) : () => {};
  const access = await openAccess(settings, log);
  const tls = settings.tls && (await openTls(settings.tls, log));
  const metrics = settings.metrics ? await createMetrics() : undefined;
  const storage = await openStorage(settings.storage, log, settings.acceptDamage);
  let server: RunningServer;
  try {
    server = await serve(
      settings,
      metrics?.measure(storage) ?? storage,
      { access, tls, metrics },
      log,
    );
  } catch (error) {
    await storage.close();
    throw error;
  }
  // The readers of the logs may go away, and the server must go on. Before these lines, a closed stderr ends the program.
  const streams = [process.stdout, process.stderr];
  for (const stream of streams) stream.on("error", () => {});
  const endAdmin = await startAdmin(settings.storage, storage, log);
  const stopped = stopSignal(reloads);
  listensToSignals();
  reload(reloadables(settings, server, access, log));
  const started = `varpost listening on ${server.url}`;
  process.stdout.write(
    logFormat === "json"
      ? logLine(logFormat, "info", started, { url: server.url })
      : `${started}\n`,
  );
  await stopped;
  await endAdmin();
  await server.close();
  await storage.close();
  if (!(await leaveStreams(streams))) process.exit();
}

/** Whether there are files to be read anew on SIGHUP. */
function readsFiles({ usersFile, tokenFile, tls }: Settings): boolean {
  return usersFile !== undefined || tokenFile !== undefined || tls !== undefined;
}

/** What is read anew on SIGHUP. */
function reloadables(
  { tls }: Settings,
  server: RunningServer,
  access: Opened["access"],
  log: Log,
): readonly Reloadable[] {
  const found: Reloadable[] = [];
  if (access !== undefined) found.push({ name: "users and tokens", reload: access.reload });
  if (tls !== undefined) {
    const reload = async () => server.replaceTls(await openTls(tls, log));
    found.push({ name: "the certificate", reload });
  }
  return found;
}

/** Takes commands on a socket beside the store, if it is one of files. */
async function startAdmin(
  url: string,
  storage: OpenedStorage,
  log: Log,
): Promise<() => Promise<void>> {
  const path = adminPath(url);
  return path === undefined || storage.backup === undefined
    ? async () => {}
    : serveAdmin(path, storage.backup.bind(storage), log);
}

async function serve(
  { limits, lenient, javaTypes, page, ...options }: Settings,
  storage: VariableStorage,
  { access, tls, metrics }: Opened,
  log: Log,
): Promise<RunningServer> {
  const types = javaTypes.map((name) => ({ name }));
  const variables = new ProcessVariables({ storage, limits, javaTypes: types, lenient });
  const { allowedHosts, allowedOrigins, keepAliveMs, maxConnections, minBodyRate } = options;
  const { host, port, unixSocket, stopDelayMs } = options;
  const limitsOfServer = { keepAliveMs, maxConnections, stopDelayMs, minBodyRate };
  const serverOptions = {
    variables,
    host,
    port,
    unixSocket,
    tls,
    allowedHosts,
    allowedOrigins,
    authorize: access?.authorize,
    page,
    ...limitsOfServer,
    observers: [...observersOf(options), ...(metrics ? [metrics.observer] : [])],
  };
  return startRestServer(serverOptions, log, metrics ? [metrics.route] : []);
}

/** Makes those who are told of requests. */
function observersOf({
  accessLog: isWanted,
  logFormat: format,
  logLevel,
}: Pick<Settings, "accessLog" | "logFormat" | "logLevel">): readonly RequestObserver[] {
  if (!isWanted) return [];
  return [accessLog(process.stdout, { format, withTargets: logLevel === "debug" })];
}

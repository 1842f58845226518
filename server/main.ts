#!/usr/bin/env node
/**
 * The program: reads the command line, opens the storage, and serves until a signal stops it.
 * @module
 */
import { ProcessVariables, type VariableStorage } from "../core/mod.ts";
import { VERSION } from "../core/rest/_version.ts";
import type { Log } from "../core/rest/log/log.ts";
import { createAccess, type FileAccess } from "./access/create_access.ts";
import { USAGE } from "./command_line/_command_line_options.ts";
import { hidePasswords } from "./command_line/_hide_passwords.ts";
import { parseCommandLine, type Settings } from "./command_line/_parse_command_line.ts";
import { UsageError } from "./command_line/_usage_error.ts";
import { wantedLogFormat } from "./command_line/_wanted_log_format.ts";
import { openStorage } from "./command_line/open_storage.ts";
import { COMMANDS_USAGE, runCommand } from "./commands/run_command.ts";
import { logLine } from "./node/_log_line.ts";
import { startRestServer } from "./node/_start_rest_server.ts";
import { createLog } from "./node/create_log.ts";
import type { RequestObserver } from "./node/observing/request_observer.ts";
import type { RunningServer } from "./node/running_server.ts";
import { leaveStreams } from "./observers/_leave_streams.ts";
import { logProcess } from "./observers/_log_process.ts";
import { accessLog } from "./observers/access_log.ts";
import { createMetrics, type Metrics } from "./observers/metrics.ts";

/** The signals that stop the server. SIGHUP, which a closing terminal sends, is one of them: there is no configuration to reload. */
const STOP_SIGNALS = ["SIGTERM", "SIGINT", "SIGHUP"] as const;

const args = process.argv.slice(2);
hidePasswords(args);
try {
  const exitCode = await runCommand(args);
  if (exitCode === undefined) await start();
  else process.exitCode = exitCode;
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  const format = wantedLogFormat(args, process.env);
  process.stderr.write(
    format === "json"
      ? logLine(format, "error", message)
      : `varpost: ${message.replaceAll(/\s*\n\s*/g, " ")}\n`,
  );
  process.exitCode = error instanceof UsageError ? 2 : 1;
}

async function start(): Promise<void> {
  const command = parseCommandLine(args, process.env);
  if (command === "help") process.stdout.write(USAGE + COMMANDS_USAGE);
  else if (command === "version") process.stdout.write(`${VERSION}\n`);
  else await run(command);
}

async function run(settings: Settings): Promise<void> {
  const { logLevel, logFormat } = settings;
  const log = createLog(logLevel, logFormat);
  if (logFormat === "json") logProcess(log);
  const access = await openAccess(settings);
  const metrics = settings.metrics ? await createMetrics() : undefined;
  const storage = await openStorage(settings.storage, log, settings.acceptDamage);
  let server: RunningServer;
  try {
    server = await serve(settings, metrics?.measure(storage) ?? storage, access, metrics, log);
  } catch (error) {
    await storage.close();
    throw error;
  }
  // The readers of the logs may go away, and the server must go on. Before these lines, a closed stderr ends the program.
  const streams = [process.stdout, process.stderr];
  for (const stream of streams) stream.on("error", () => {});
  const stopped = stopSignal();
  const started = `varpost listening on ${server.url}`;
  process.stdout.write(
    logFormat === "json"
      ? logLine(logFormat, "info", started, { url: server.url })
      : `${started}\n`,
  );
  await stopped;
  await server.close();
  await storage.close();
  if (!(await leaveStreams(streams))) process.exit();
}

/** Reads who may enter; `undefined` if everyone may. */
async function openAccess({ usersFile, tokenFile }: Settings): Promise<FileAccess | undefined> {
  if (usersFile === undefined && tokenFile === undefined) return undefined;
  return createAccess({ usersFile, tokenFile });
}

async function serve(
  { host, port, limits, lenient, javaTypes, ...options }: Settings,
  storage: VariableStorage,
  access: FileAccess | undefined,
  metrics: Metrics | undefined,
  log: Log,
): Promise<RunningServer> {
  const types = javaTypes.map((name) => ({ name }));
  const variables = new ProcessVariables({ storage, limits, javaTypes: types, lenient });
  const { allowedHosts, allowedOrigins, keepAliveMs, maxConnections, minBodyRate } = options;
  const { stopDelayMs } = options;
  const limitsOfServer = { keepAliveMs, maxConnections, stopDelayMs, minBodyRate };
  const serverOptions = {
    variables,
    host,
    port,
    allowedHosts,
    allowedOrigins,
    authorize: access?.authorize,
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

/** Waits for the first signal that stops the server. A second signal ends the process at once, which is Node's default. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      for (const signal of STOP_SIGNALS) process.off(signal, stop);
      resolve();
    };
    for (const signal of STOP_SIGNALS) process.on(signal, stop);
  });
}

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmod, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { openToEverybody } from "../as_nobody.ts";
import { withTempDir } from "../temp_dir.ts";
import { freePort } from "./free_port.ts";
import { serverUser } from "./postgres_programs.ts";

/** Debian keeps it in a folder where the shells of users do not look. */
const env = { ...process.env, PATH: [process.env["PATH"], "/usr/sbin"].join(delimiter) };
const READY = "process up: PgBouncer";

/** Why there can be no PgBouncer here; `undefined` if there can. */
export function noPgbouncer(): string | undefined {
  if (spawnSync("pgbouncer", ["--version"], { env }).status === 0) return undefined;
  return "PgBouncer is not installed (Debian: apt-get install pgbouncer)";
}

/**
 * Runs PgBouncer in transaction mode before a server: each transaction of a client may run in another session of the server.
 *
 * @param url The server.
 * @param run Gets the URL that leads through PgBouncer.
 * @param settings Further lines of its configuration. By default it has two connections to the server.
 */
export function withPgbouncer<T>(
  url: string,
  run: (url: string) => Promise<T>,
  settings: Readonly<Record<string, string | number>> = {},
): Promise<T> {
  return withTempDir(async (directory) => {
    const port = await freePort();
    const file = join(directory, "pgbouncer.ini");
    await writeFile(file, configurationOf(new URL(url), { listen_port: port, ...settings }));
    await chmod(file, 0o644);
    await openToEverybody(directory);
    const child = spawn("pgbouncer", [file], {
      ...serverUser(),
      env,
      stdio: ["ignore", "ignore", "pipe"],
    });
    const ended = once(child, "close");
    try {
      let log = "";
      await new Promise<void>((resolve, reject) => {
        child.stderr.setEncoding("utf8").on("data", (text: string) => {
          log += text;
          if (log.includes(READY)) resolve();
        });
        ended.then(() => reject(new Error(`Cannot start PgBouncer: it ended: ${log}`)), reject);
      });
      const through = new URL(url);
      through.host = `127.0.0.1:${port}`;
      return await run(through.href);
    } finally {
      // It has no files and no socket but that of its port, and signals for a clean end differ between its versions.
      child.kill("SIGKILL");
      await ended;
    }
  });
}

/** With `auth_type = any`, whoever comes is `user` of the server. */
function configurationOf(url: URL, settings: Readonly<Record<string, string | number>>): string {
  const password = url.password === "" ? "" : `password=${decodeURIComponent(url.password)}`;
  const all = {
    listen_addr: "127.0.0.1",
    unix_socket_dir: "",
    auth_type: "any",
    pool_mode: "transaction",
    default_pool_size: 2,
    max_client_conn: 200,
    ...settings,
  };
  return [
    "[databases]",
    `* = host=${url.hostname} port=${url.port || 5432} user=${decodeURIComponent(url.username)} ${password}`,
    "[pgbouncer]",
    ...Object.entries(all).map(([name, value]) => `${name} = ${value}`),
    "",
  ].join("\n");
}

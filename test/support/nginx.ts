import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { openToEverybody } from "./as_nobody.ts";
import { freePort } from "./postgres/free_port.ts";
import { serverUser } from "./postgres/postgres_programs.ts";
import { withTempDir } from "./temp_dir.ts";
import { until } from "./until.ts";

/** Debian keeps it in a folder where the shells of users do not look. */
const env = { ...process.env, PATH: [process.env["PATH"], "/usr/sbin"].join(delimiter) };

/** Why there can be no nginx here; `undefined` if there can. */
export function noNginx(): string | undefined {
  if (spawnSync("nginx", ["-v"], { env }).status === 0) return undefined;
  return "nginx is not installed (Debian: apt-get install nginx)";
}

/**
 * Runs nginx with the configuration of `docs/nginx.conf`, on a free port.
 *
 * @param ports The ports of the servers behind it.
 * @param run Gets its URL.
 */
export function withNginx<T>(
  ports: readonly number[],
  run: (url: string) => Promise<T>,
): Promise<T> {
  return withTempDir(async (directory) => {
    const port = await freePort();
    const site = await readFile("docs/nginx.conf", "utf8");
    const servers = ports.map((to) => `server 127.0.0.1:${to} max_fails=0;`).join(" ");
    const own = site
      .replace(/(?:^ *server [\d.:]+ max_fails=0;\n)+/m, `${servers}\n`)
      .replace("listen 127.0.0.1:8080;", `listen 127.0.0.1:${port};`);
    await writeFile(join(directory, "site.conf"), own);
    const file = join(directory, "nginx.conf");
    await writeFile(file, mainConfiguration(directory));
    await openToEverybody(directory);
    // As root it would run as nobody, who has to write here.
    await mkdir(join(directory, "run"));
    await chmod(join(directory, "run"), 0o777);
    const child = spawn("nginx", ["-c", file, "-e", "stderr"], {
      ...serverUser(),
      env,
      stdio: ["ignore", "ignore", "pipe"],
    });
    const ended = once(child, "close");
    let log = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      log += text;
    });
    const url = `http://127.0.0.1:${port}`;
    try {
      await until(async () => {
        if (child.exitCode !== null) throw new Error(`Cannot start nginx: it ended: ${log}`);
        return await fetch(url).then(
          () => true,
          () => false,
        );
      });
      return await run(url);
    } finally {
      child.kill("SIGTERM");
      await ended;
    }
  });
}

/** What Debian has in /etc/nginx/nginx.conf, as far as it is needed here: one process, and its files in a folder of the test. */
function mainConfiguration(directory: string): string {
  const bodies = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  return [
    `daemon off; master_process off; error_log stderr; pid ${directory}/run/pid;`,
    "events {}",
    "http {",
    "access_log off;",
    ...bodies.map((name) => `${name}_temp_path ${directory}/run/${name};`),
    `include ${directory}/site.conf;`,
    "}",
  ].join("\n");
}

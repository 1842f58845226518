import { spawnSync } from "node:child_process";
import { chmod, copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { openToEverybody } from "./as_nobody.ts";
import { freePort } from "./postgres/free_port.ts";
import { serverUser } from "./postgres/postgres_programs.ts";
import { withProxy } from "./proxy_process.ts";
import { withTempDir } from "./temp_dir.ts";
import { SERVER } from "./tls/certificates.ts";

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
    return await runNginx(directory, own, port, () => run(`http://127.0.0.1:${port}`));
  });
}

/**
 * Runs nginx with the configuration of `docs/nginx_tls.conf`, on a free port, with the certificate of the tests.
 *
 * @param sockets The Unix sockets of the two servers behind it. Everybody may write to them.
 * @param run Gets its URL.
 */
export function withSecureNginx<T>(
  sockets: readonly [string, string],
  run: (url: string) => Promise<T>,
): Promise<T> {
  return withTempDir(async (directory) => {
    const port = await freePort();
    const [cert, key] = [join(directory, "cert.pem"), join(directory, "key.pem")];
    await copyFile(SERVER.cert, cert);
    await copyFile(SERVER.key, key);
    await chmod(key, 0o644);
    const site = (await readFile("docs/nginx_tls.conf", "utf8"))
      .replace("listen 443", `listen 127.0.0.1:${port}`)
      .replace("/run/varpost/a.sock", sockets[0])
      .replace("/run/varpost/b.sock", sockets[1])
      .replace(/\/etc\/\S+fullchain\.pem/, cert)
      .replace(/\/etc\/\S+privkey\.pem/, key);
    return await runNginx(directory, site, port, () => run(`https://127.0.0.1:${port}`));
  });
}

async function runNginx<T>(
  directory: string,
  site: string,
  port: number,
  run: () => Promise<T>,
): Promise<T> {
  await writeFile(join(directory, "site.conf"), site);
  const file = join(directory, "nginx.conf");
  await writeFile(file, mainConfiguration(directory));
  await openToEverybody(directory);
  // As root it would run as nobody, who has to write here.
  await mkdir(join(directory, "run"));
  await chmod(join(directory, "run"), 0o777);
  const args = ["-c", file, "-e", "stderr"];
  const options = { ...serverUser(), env };
  return await withProxy({ program: "nginx", args, port, options }, run);
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

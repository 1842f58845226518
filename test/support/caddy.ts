import { spawnSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { freePort } from "./postgres/free_port.ts";
import { withProxy } from "./proxy_process.ts";
import { withTempDir } from "./temp_dir.ts";
import { SERVER } from "./tls/certificates.ts";

/** Why there can be no Caddy here; `undefined` if there can. */
export function noCaddy(): string | undefined {
  if (spawnSync("caddy", ["version"]).status === 0) return undefined;
  return "Caddy is not installed (Debian: apt-get install caddy)";
}

/**
 * Runs Caddy with the configuration of `docs/Caddyfile`, on a free port, with the certificate of the tests.
 *
 * @param sockets The Unix sockets of the two servers behind it.
 * @param run Gets its URL.
 */
export function withCaddy<T>(
  sockets: readonly [string, string],
  run: (url: string) => Promise<T>,
): Promise<T> {
  return withTempDir(async (directory) => {
    const port = await freePort();
    const site = (await readFile("docs/Caddyfile", "utf8"))
      .replace(
        "varpost.example.com {",
        `https://localhost:${port} {\n\tbind 127.0.0.1\n\ttls ${SERVER.cert} ${SERVER.key}`,
      )
      .replace("/run/varpost/a.sock", sockets[0])
      .replace("/run/varpost/b.sock", sockets[1]);
    const file = join(directory, "Caddyfile");
    // Without an administrator's port, and without certificates of its own, which it would install on the machine.
    const own = "admin off\n\tauto_https off\n\tskip_install_trust";
    await writeFile(file, `{\n\t${own}\n}\n${site}`);
    const env = { ...process.env, HOME: directory, XDG_DATA_HOME: directory };
    const args = ["run", "--config", file, "--adapter", "caddyfile"];
    const command = { program: "caddy", args, port, options: { env } };
    return await withProxy(command, () => run(`https://localhost:${port}`));
  });
}

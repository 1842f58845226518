import { cp, mkdir, realpath } from "node:fs/promises";
import { dirname, join } from "node:path";
import { inherited } from "./inherited.ts";

/** The image that both stages of the Dockerfile begin with. */
export const BASE = "node:20-bookworm-slim";

/**
 * Makes a folder that stands for the image of Node: Debian by debootstrap, and the Node and npm of this machine where that image has
 * them.
 *
 * @param root The folder. It must not exist.
 * @param debian A folder into which debootstrap was run already. Default: it is run.
 */
export async function makeBaseImage(root: string, debian?: string): Promise<void> {
  if (debian === undefined) inherited("debootstrap", ["--variant=minbase", "bookworm", root]);
  else inherited("cp", ["-a", debian, root]);
  const node = await realpath(process.execPath);
  const prefix = dirname(dirname(node));
  await cp(node, join(root, "usr/local/bin/node"));
  const npm = join(prefix, "lib/node_modules/npm");
  await mkdir(join(root, "usr/local/lib/node_modules"), { recursive: true });
  inherited("cp", ["-a", npm, join(root, "usr/local/lib/node_modules/npm")]);
  inherited("cp", ["-a", join(prefix, "include/node"), join(root, "usr/local/include/node")]);
  for (const name of ["npm", "npx"]) {
    inherited("ln", [
      "-s",
      `../lib/node_modules/npm/bin/${name}-cli.js`,
      join(root, "usr/local/bin", name),
    ]);
  }
  // The registry of npm, as this machine reaches it.
  const certificates = process.env["NODE_EXTRA_CA_CERTS"];
  if (certificates !== undefined)
    await cp(certificates, join(root, certificates), { dereference: true });
  await cp("/etc/resolv.conf", join(root, "etc/resolv.conf"), { dereference: true });
  await cp("/etc/hosts", join(root, "etc/hosts"));
}

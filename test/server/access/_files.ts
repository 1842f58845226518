import { randomBytes, scryptSync } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { withTempDir } from "../../support/temp_dir.ts";

export const TOKEN = "5c1f0e2a9b7d4836a1e0c9f2d4b6";

/** A cheap hash, so that tests are fast. */
export function cheapHash(password: string): string {
  const salt = randomBytes(16);
  const hash = scryptSync(password.normalize("NFC"), salt, 32, { N: 1024, r: 8, p: 1 });
  const [salt64, hash64] = [salt, hash].map((bytes) => bytes.toString("base64").replace(/=+$/, ""));
  return `$scrypt$ln=10,r=8,p=1$${salt64}$${hash64}`;
}

/** Writes a file with these lines for `run`. */
export function withFile<T>(
  lines: readonly string[],
  run: (file: string) => Promise<T>,
): Promise<T> {
  return withTempDir(async (directory) => {
    const file = join(directory, "file");
    await writeFile(file, lines.join("\n"));
    return run(file);
  });
}

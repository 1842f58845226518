// Says after `npm ci` that SQLite is missing, and why: npm leaves out an optional dependency that cannot be built, in silence.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const TOOLS = ["python3", "make", "g++"];

const wanted = !(process.env["npm_config_omit"] ?? "").includes("optional");
if (wanted && !(await works())) {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const missing = TOOLS.filter((tool) => !folders.some((folder) => existsSync(join(folder, tool))));
  const reason =
    missing.length > 0
      ? `missing here: ${missing.join(", ")}`
      : "'npm rebuild better-sqlite3' says why not";
  process.stderr.write(
    [
      "",
      `varpost: SQLite is missing: better-sqlite3 was not built, which takes python3, make and g++ (${reason}).`,
      "  Install them (Debian: apt-get install python3 make g++) and run 'npm ci' again,",
      "  or do without: 'npm start -- --storage filesystem:DIR', and 'npm ci --ignore-scripts' to build nothing.",
      "",
    ].join("\n"),
  );
}

async function works() {
  try {
    const { default: Database } = await import("better-sqlite3");
    new Database(":memory:").close();
    return true;
  } catch {
    return false;
  }
}

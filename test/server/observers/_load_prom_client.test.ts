import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { suite } from "../../support/suite.ts";
import { SOURCE_FLAGS } from "../../support/transpiling/source_flags.ts";

const test = suite("loadPromClient()");

/** Makes Node find no package of this name. */
const RESOLVE = `
  export async function resolve(specifier, context, next) {
    if (specifier === "prom-client") throw new Error("not found");
    return next(specifier, context);
  }
`;
const HOOK = moduleUrl(`
  import { register } from "node:module";
  register(${JSON.stringify(moduleUrl(RESOLVE))});
`);

function moduleUrl(code: string): string {
  return `data:text/javascript,${encodeURIComponent(code)}`;
}

test("tells in one line what to do if the package is missing", async () => {
  const args = [...SOURCE_FLAGS, "--import", HOOK, "server/main.ts"];
  const options = ["--storage", "memory:", "--port", "0", "--metrics"];
  await assert.rejects(promisify(execFile)(process.execPath, [...args, ...options]), {
    code: 1,
    stderr:
      "varpost: Cannot serve metrics: prom-client is not installed. Run 'npm install prom-client', or leave out '--metrics'\n",
  });
});

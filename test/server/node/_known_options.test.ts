import assert from "node:assert/strict";
import { MemoryStorage } from "../../../adapters/memory.ts";
import { ProcessVariables } from "../../../core/mod.ts";
import { createRequestListener, startServer } from "../../../server/mod.ts";
import { suite } from "../../support/suite.ts";

const test = suite("options of the server's entry");

const variables = new ProcessVariables({ storage: new MemoryStorage() });

/** Calls a function with any argument, as plain JavaScript may. */
function call(run: (options: never) => unknown, options: unknown): unknown {
  return Reflect.apply(run, undefined, [options]);
}

test("that are mistakes are told at once, with what to write", async () => {
  const cases: [options: unknown, message: RegExp][] = [
    [undefined, /'variables' is undefined; pass '\{ variables: new ProcessVariables/],
    [null, /'variables' is undefined/],
    [{}, /'variables' is undefined/],
    [variables, /'variables' is undefined/],
    [{ variables: new MemoryStorage() }, /'variables' is .*; pass/],
    [{ variables, allowHosts: ["x"] }, /there is no 'allowHosts'; did you mean 'allowedHosts'\?/],
    [{ variables, allowedHosts: "x.example" }, /'allowedHosts': it is .*; pass an array/],
    [{ variables, observers: {} }, /'observers': it is .*; pass a list/],
    [{ variables, allowedOrigins: "https://x.example" }, /'allowedOrigins': it is/],
  ];
  for (const [options, message] of cases) {
    assert.throws(() => call(createRequestListener, options), { name: "TypeError", message });
    await assert.rejects(async () => call(startServer, options), { name: "TypeError", message });
  }
  await assert.rejects(async () => call(startServer, { variables, prot: 0 }), {
    name: "TypeError",
    message: "Cannot use the options of startServer: there is no 'prot'; did you mean 'port'?",
  });
});

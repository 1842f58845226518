import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { suite } from "../support/suite.ts";
import { until } from "../support/until.ts";
import { FORM_TYPE, form } from "./_form.ts";
import { withConnection } from "./_raw_connection.ts";
import { PATH, requestHead } from "./_requests.ts";
import { STORAGES } from "./_storages.ts";
import { withServer } from "./_with_server.ts";

const ABORTS = 60;
const OLD = Buffer.alloc(300_000, "old");
/** Large enough to be staged, and small enough that the last aborts hit its last bytes. */
const NEW = form(
  { name: "data", content: Buffer.alloc(1_000_000, "new"), filename: "v.bin" },
  { name: "valueType", content: "File" },
);

for (const [storageName, withStorage] of STORAGES) {
  const test = suite(`aborted uploads on ${storageName}`);

  test("leave the old value, and nothing else", () =>
    withStorage((storage, leftovers) =>
      withServer(
        async ({ port, url, logged }) => {
          const put = { op: "put", name: "v", type: "Bytes", valueInfo: {}, content: OLD } as const;
          await storage.apply("i", [put]);
          const before = await storage.stat("i", "v");
          const descriptors = await openDescriptors();
          for (let abort = 0; abort < ABORTS; abort++) {
            const length = Math.floor((abort * (NEW.length - 1)) / (ABORTS - 1));
            await withConnection(port, async (client) => {
              const fields = [`Content-Type: ${FORM_TYPE}`, `Content-Length: ${NEW.length}`];
              await client.write(requestHead("POST", PATH, fields));
              await client.write(NEW.subarray(0, length));
            });
          }
          await until(async () => (await openDescriptors()) <= descriptors);
          await until(async () => (await leftovers()).length === 0);
          assert.deepEqual(await storage.list("i"), [before]);
          const stored = await fetch(`${url}${PATH}`);
          assert.ok(OLD.equals(Buffer.from(await stored.arrayBuffer())));
          const faults = logged.filter(({ level }) => level !== "debug");
          assert.deepEqual(faults, []);
        },
        { storage },
      ),
    ));
}

/** How many descriptors this process has open: files and connections alike. */
async function openDescriptors(): Promise<number> {
  return (await readdir("/proc/self/fd")).length;
}

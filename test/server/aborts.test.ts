import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { until } from "../support/until.ts";
import type { Send, WireAnswer } from "./_client.ts";
import { FORM_TYPE, form } from "./_form.ts";
import { matrix } from "./_matrix.ts";
import { PATH } from "./_requests.ts";

const ABORTS = 60;
const OLD = Buffer.alloc(300_000, "old");
/** Large enough to be staged, and small enough that the last aborts hit its last bytes. */
const NEW = form(
  { name: "data", content: Buffer.alloc(1_000_000, "new"), filename: "v.bin" },
  { name: "valueType", content: "File" },
);

matrix("aborted uploads", (test, withService) => {
  test("leave the old value, and nothing else", () =>
    withService(async ({ send, storage, leftovers, logged }) => {
      const put = { op: "put", name: "v", type: "Bytes", valueInfo: {}, content: OLD } as const;
      await storage.apply("i", [put]);
      const before = await storage.stat("i", "v");
      const descriptors = await openDescriptors();
      for (let abort = 0; abort < ABORTS; abort++) {
        const length = Math.floor((abort * (NEW.length - 1)) / (ABORTS - 1));
        await assert.rejects(upload(send, length));
      }
      await until(async () => (await openDescriptors()) <= descriptors);
      await until(async () => (await leftovers()).length === 0);
      assert.deepEqual(await storage.list("i"), [before]);
      const stored = await send({ path: PATH });
      assert.ok(OLD.equals(stored.body));
      const faults = logged.filter(({ level }) => level !== "debug");
      assert.deepEqual(faults, []);
    }));
});

/** Sends a part of the new value, and closes the connection. */
function upload(send: Send, length: number): Promise<WireAnswer> {
  const controller = new AbortController();
  async function* beginning(): AsyncGenerator<Uint8Array> {
    yield NEW.subarray(0, length);
    controller.abort();
  }
  const headers = { "content-type": FORM_TYPE, "content-length": String(NEW.length) };
  const { signal } = controller;
  return send({ method: "POST", path: PATH, headers, body: beginning(), signal });
}

/** Counts the open descriptors of this process: files and connections. */
async function openDescriptors(): Promise<number> {
  return (await readdir("/proc/self/fd")).length;
}

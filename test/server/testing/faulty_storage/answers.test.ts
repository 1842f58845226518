/** What the server answers to each fault: no failure of a storage becomes a wrong answer, or leaves half of a value. */
import assert from "node:assert/strict";
import { faultyStorage } from "../../../../server/testing/faulty_storage/faulty_storage.ts";
import type {
  StorageFaults,
  StorageStep,
} from "../../../../server/testing/faulty_storage/storage_faults.ts";
import { putBytes, readBytes } from "../../../support/filesystem_store.ts";
import { StageKeeper } from "../../../support/stage_keeper.ts";
import { until } from "../../../support/until.ts";
import type { WireRequest } from "../../_client.ts";
import { FORM_TYPE, form } from "../../_form.ts";
import { bindings } from "../../_matrix.ts";

const VARIABLES = "/process-instance/i/variables";
const OLD = Buffer.alloc(300_000, "old ");
const NEW = Buffer.alloc(500_000, "new ");

const UPLOAD: WireRequest = {
  method: "POST",
  path: `${VARIABLES}/v/data`,
  headers: { "content-type": FORM_TYPE },
  body: form({ name: "data", content: NEW }, { name: "valueType", content: "Bytes" }),
};
/** The type comes after the value, and says that it is no base64. So what was staged is read again. */
const JSON_UPLOAD: WireRequest = {
  method: "PUT",
  path: `${VARIABLES}/v`,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ value: "1".repeat(400_000), type: "Json" }),
};

/** For each step, a request that takes it before its answer has begun. */
const REQUESTS: readonly (readonly [StorageStep, WireRequest])[] = [
  ["stage", UPLOAD],
  ["stage", JSON_UPLOAD],
  ["readStage", JSON_UPLOAD],
  ["apply", UPLOAD],
  ["apply", { method: "DELETE", path: `${VARIABLES}/v` }],
  ["stat", { method: "HEAD", path: `${VARIABLES}/v` }],
  ["open", { path: `${VARIABLES}/v/data` }],
  ["list", { path: VARIABLES }],
  ["instances", { path: "/process-instance" }],
  ["query", { path: "/variable-instance" }],
];

async function storeWith(faults: StorageFaults) {
  const inner = new StageKeeper();
  await inner.apply("i", [putBytes("v", OLD)]);
  return { inner, storage: faultyStorage(inner, faults) };
}

bindings("the answers to faults of a storage", (test, withService) => {
  for (const [step, request] of REQUESTS) {
    test(`in '${step}' of ${request.method ?? "GET"} ${request.path} tell what clients can do`, async () => {
      for (const [error, status] of [
        ["full", 507],
        ["unavailable", 503],
        ["io", 500],
        ["corrupt", 500],
        ["closed", 500],
        ["locked", 500],
        ["gone", 500],
        [new Error("secret"), 500],
      ] as const) {
        const { inner, storage } = await storeWith({ [step]: { error } });
        await withService(
          async ({ send, logged }) => {
            const answer = await send(request);
            assert.equal(answer.status, status, String(error));
            assert.equal(answer.headers["retry-after"], status === 503 ? "2" : undefined);
            assert.equal(logged.length, 1);
            const { id } = logged[0]?.fields ?? {};
            if (status === 500 && request.method !== "HEAD") {
              assert.ok(answer.body.includes(String(id)));
              assert.ok(!answer.body.includes("secret"));
            }
            assert.ok(OLD.equals((await readBytes(inner, "i", "v")) ?? Buffer.of()));
            assert.equal(await inner.left(), 0);
          },
          { storage },
        );
      }
    });
  }

  test("in the middle of an upload keep the old value, whatever becomes of the stage", async () => {
    const { inner, storage } = await storeWith({
      stage: { error: "full", afterBytes: 200_000, times: 1 },
      apply: { error: "unavailable" },
      discard: { error: "io" },
    });
    await withService(
      async ({ send }) => {
        assert.equal((await send(UPLOAD)).status, 507);
        assert.deepEqual([await inner.left(), storage.calls.apply], [0, 0]);
        assert.equal((await send(UPLOAD)).status, 503);
        // It cannot be discarded now, and is there until the storage is closed.
        assert.deepEqual([await inner.left(), storage.calls.discard], [1, 1]);
        const { body } = await send({ path: `${VARIABLES}/v/data` });
        assert.ok(body.equals(OLD));
        storage.setFaults({});
        assert.equal((await send(UPLOAD)).status, 204);
        assert.ok(NEW.equals((await readBytes(inner, "i", "v")) ?? Buffer.of()));
      },
      { storage },
    );
  });

  test("that make a write late let others read the old value meanwhile", async () => {
    const { storage } = await storeWith({ apply: { delay: Infinity } });
    await withService(
      async ({ send }) => {
        const uploading = send(UPLOAD);
        await until(() => storage.calls.apply === 1);
        const { body } = await send({ path: `${VARIABLES}/v/data` });
        assert.ok(body.equals(OLD));
        // Closing the storage ends the delay.
        const closing = storage.close();
        assert.equal((await uploading).status, 204);
        await closing;
      },
      { storage },
    );
  });
});

import assert from "node:assert/strict";
import { MemoryStorage } from "../../../../adapters/memory.ts";
import { faultyStorage } from "../../../../server/testing/faulty_storage/faulty_storage.ts";
import { startTestEngine } from "../../../../server/testing/start_test_engine.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("a test engine with a faulty storage");

test("answers as the server does, and is as before once the faults have ended", async () => {
  const storage = faultyStorage(new MemoryStorage());
  const variables = { "order-7": { total: 42 } };
  const engine = await startTestEngine({ storage, variables, log: () => {} });
  try {
    const url = `${engine.url}/process-instance/order-7/variables/total`;
    const headers = { "Content-Type": "application/json" };
    const put = () => engine.fetch(url, { method: "PUT", headers, body: '{"value":1}' });
    storage.setFaults({ apply: { error: "full", times: 1 }, stat: { error: "unavailable" } });
    assert.equal((await put()).status, 507);
    const away = await engine.fetch(url);
    assert.deepEqual([away.status, away.headers.get("retry-after")], [503, "2"]);
    storage.setFaults({});
    assert.equal(await engine.value("order-7", "total"), 42);
    assert.equal((await put()).status, 204);
  } finally {
    await engine.close();
    await storage.close();
  }
});

import assert from "node:assert/strict";
import { suite } from "../../../../support/suite.ts";
import { TaskEngine } from "../_task_engine.ts";

const test = suite("variables of external tasks");

/** Completes a task that does not exist, so that only what is wrong with the variables comes before. */
async function refusalOf(variables: unknown): Promise<string> {
  const sent = { workerId: "w", variables };
  const { status, body } = await new TaskEngine().post("/external-task/x/complete", sent);
  const { type, message, code } = JSON.parse(`${body}`);
  return `${status} ${type} ${code} ${message}`;
}

const UNKNOWN = "404 RestException 0 External task with id x does not exist";

test("are refused in the engine's words", async () => {
  const file = (valueInfo: unknown, value: unknown = "AA==") => ({
    a: { type: "File", value, valueInfo },
  });
  const cases: readonly (readonly [variables: unknown, refusal: string])[] = [
    [{ a: { value: 1, type: 5 } }, "400 RestException null Unsupported value type '5'"],
    [
      { a: { value: "x", type: "integer" } },
      "400 InvalidRequestException null Cannot convert value 'x' of type 'integer' to java type java.lang.Integer",
    ],
    [
      { a: { value: 1, type: "" } },
      "500 StringIndexOutOfBoundsException null begin 0, end 1, length 0",
    ],
    [
      file({ name: "a" }),
      "500 IllegalArgumentException null Cannot create file without filename! Please set a name into ValueInfo with key filename",
    ],
    [
      file({ filename: "a", mimeType: null }),
      "500 IllegalArgumentException null The provided mime type is null. Set a non-null value info property with key 'filename'",
    ],
    [
      file({ filename: "a", encoding: null }),
      "500 IllegalArgumentException null The provided encoding is null. Set a non-null value info property with key 'encoding'",
    ],
    [
      file({ filename: "a" }, null),
      "500 IllegalArgumentException null Provided value is not of File, InputStream or byte[] type.",
    ],
  ];
  for (const [variables, refusal] of cases) assert.equal(await refusalOf(variables), refusal);
});

test("that cannot be stored are refused when all else is right", async () => {
  const variables = { a: { value: 5, type: "Number" } };
  assert.equal(await refusalOf(variables), UNKNOWN);
  const engine = new TaskEngine();
  const task = engine.add({}, { topicName: "ship" });
  const path = `/external-task/${task.id}`;
  await engine.post(`${path}/lock`, { workerId: "w", lockDuration: 60_000 });
  const { body } = await engine.post(`${path}/complete`, { workerId: "w", variables });
  assert.match(`${body}`, /Cannot serialize value of abstract type number/);
  assert.equal((await engine.send({ method: "GET", path })).status, 200);
});

test("are refused for the first that is wrong, and for all JSON before any value", async () => {
  const wrong = { value: "x", type: "Nope" };
  assert.match(await refusalOf({ a: null, b: wrong }), /^500 NullPointerException null /);
  assert.match(await refusalOf({ b: wrong, a: null }), /^400 RestException null /);
  assert.match(await refusalOf({ b: wrong, a: 5 }), /Cannot read 'variables\.a': it is 5; /);
  const info = await refusalOf({ a: { value: 1, valueInfo: 5 } });
  assert.match(info, /Cannot read 'variables\.a\.valueInfo': it is 5; give an object$/);
});

test("may be empty, and transient ones are stored nowhere", async () => {
  assert.equal(await refusalOf({ a: {}, b: { value: null } }), UNKNOWN);
  const engine = new TaskEngine();
  const task = engine.add({ id: "i", isSeeded: true }, { topicName: "ship" });
  await engine.post(`/external-task/${task.id}/lock`, { workerId: "w", lockDuration: 1_000 });
  const a = { value: 1, type: "Integer", valueInfo: { transient: true } };
  await engine.post(`/external-task/${task.id}/complete`, { workerId: "w", variables: { a } });
  assert.deepEqual((await task.completed).variables, {});
  const { body } = await engine.send({ method: "GET", path: "/process-instance/i/variables" });
  assert.equal(`${body}`, "{}");
});

import assert from "node:assert/strict";
import { accessRequest } from "../../../../core/rest/access/_access_request.ts";
import { askAccess } from "../../../../core/rest/access/_ask_access.ts";
import { ClientAbortError } from "../../../../core/rest/errors/client_abort_error.ts";
import { RestError } from "../../../../core/rest/errors/rest_error.ts";
import { suite } from "../../../support/suite.ts";
import { restRequest } from "../_rest_request.ts";

const test = suite("askAccess()");

const REQUEST = accessRequest(restRequest(), undefined, []);

test("gives the decision, at once or later", async () => {
  assert.deepEqual(
    askAccess(() => ({ allow: true }), REQUEST),
    { allow: true },
  );
  assert.deepEqual(await askAccess(async () => ({ allow: false }), REQUEST), { allow: false });
});

test("passes on an error that knows its answer", async () => {
  const busy = new RestError(503, "ServiceUnavailableException", "busy");
  await assert.rejects(async () => askAccess(() => Promise.reject(busy), REQUEST), busy);
});

test("makes a fault of every other error, so that none is taken for a client that went away", async () => {
  for (const cause of [new Error("x"), new ClientAbortError(), undefined, "text"]) {
    const failing = () => {
      throw cause;
    };
    for (const authorize of [failing, () => Promise.reject(cause)]) {
      await assert.rejects(
        async () => askAccess(authorize, REQUEST),
        (error) => {
          assert.ok(error instanceof Error);
          assert.match(error.message, /'authorize' failed/);
          assert.equal(error.cause, cause);
          return true;
        },
      );
    }
  }
});

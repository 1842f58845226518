import assert from "node:assert/strict";
import { denial } from "../../../../core/rest/access/_denial.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("denial()");

test("is a 401, unless it is said that the user is known", () => {
  const headers = { "WWW-Authenticate": "Bearer" };
  const unknown = denial({ allow: false, headers });
  assert.deepEqual(
    [unknown.status, unknown.engineType, unknown.headers],
    [401, "NotAuthorizedException", headers],
  );
  assert.match(unknown.message, /needs credentials/);
  const forbidden = denial({ allow: false, status: 403, message: "no" });
  assert.deepEqual(
    [forbidden.status, forbidden.engineType, forbidden.message, forbidden.headers],
    [403, "AuthorizationException", "no", {}],
  );
});

import assert from "node:assert/strict";
import { runInNewContext } from "node:vm";
import { checkRequestFilter } from "../../../server/testing/_check_request_filter.ts";
import { suite } from "../../support/suite.ts";

const test = suite("checkRequestFilter()");

test("accepts what requests can have", () => {
  checkRequestFilter({});
  checkRequestFilter({ method: "get", path: "/external-task/count", operation: "o", id: "i" });
  checkRequestFilter({ path: "/", variable: "v" });
  checkRequestFilter({ path: /engine-rest/ });
  checkRequestFilter({ path: runInNewContext("/data$/") });
});

test("refuses a path that no request has, since it would select none in silence", () => {
  const paths = [
    "",
    "external-task/count",
    "/engine-rest",
    "/engine-rest/external-task/count",
    "/external-task/count?topicName=ship",
    "http://127.0.0.1:8080/engine-rest/external-task/count",
  ];
  for (const path of paths) {
    assert.throws(() => checkRequestFilter({ path }), {
      name: "TypeError",
      message: `Cannot use the filter: no request has the path '${path}'; write what follows the base URL, without a query, such as '/external-task/fetchAndLock'`,
    });
  }
});

test("refuses a member of another kind", () => {
  for (const [filter, message] of [
    [{ id: 7 }, /'id' is the number 7; write a string$/],
    [{ path: 7 }, /'path' is the number 7; write a string or a RegExp$/],
  ]) {
    assert.throws(() => Reflect.apply(checkRequestFilter, undefined, [filter]), { message });
  }
});

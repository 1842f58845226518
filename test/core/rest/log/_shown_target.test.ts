import assert from "node:assert/strict";
import { shownTarget } from "../../../../core/rest/log/_shown_target.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("shownTarget()");

test("hides who the client is, and nothing else", () => {
  const cases: [target: string, shown: string][] = [
    ["http://anna:s3cret@host/a?b", "http://***@host/a?b"],
    ["HTTPS://anna:s3@cret@host", "HTTPS://***@host"],
    ["http://host/a@b", "http://host/a@b"],
    ["http://host?a@b", "http://host?a@b"],
    ["/process-instance/a:b@c/variables", "/process-instance/a:b@c/variables"],
    ["*", "*"],
  ];
  for (const [target, shown] of cases) assert.equal(shownTarget(target), shown);
});

import assert from "node:assert/strict";
import { TokenList } from "../../../server/access/_token_list.ts";
import { suite } from "../../support/suite.ts";

const test = suite("TokenList");

test("has its tokens, whole and as they are", () => {
  const list = new TokenList(["first-token", "second-token"]);
  assert.deepEqual(
    ["first-token", "second-token", "second-toke", "second-token=", "SECOND-TOKEN", ""].map(
      (token) => list.has(token),
    ),
    [true, true, false, false, false, false],
  );
  assert.equal(new TokenList([]).has(""), false);
});

import assert from "node:assert/strict";
import { TokenList } from "../../../server/access/_token_list.ts";
import { suite } from "../../support/suite.ts";

const test = suite("TokenList");

test("knows its tokens, whole and as they are, and names them by their lines", () => {
  const list = new TokenList([
    { text: "first-token", line: 2 },
    { text: "second-token", line: 7 },
  ]);
  const names = ["first-token", "second-token", "second-toke", "second-token=", "SECOND-TOKEN", ""];
  assert.deepEqual(
    names.map((token) => list.find(token)?.name),
    ["token:2", "token:7", undefined, undefined, undefined, undefined],
  );
  assert.equal(list.find("first-token")?.right, "write");
  assert.equal(new TokenList([]).find(""), undefined);
});

import assert from "node:assert/strict";
import { Doors } from "../../../server/access/_doors.ts";
import { TokenList } from "../../../server/access/_token_list.ts";
import { suite } from "../../support/suite.ts";

const test = suite("Doors");

test("decide at once about a token, so that the request need not wait", () => {
  const doors = new Doors({
    users: undefined,
    tokens: new TokenList([{ text: "a-token", line: 3 }]),
  });
  const ask = (field: string | undefined) =>
    doors.authorize({
      method: "GET",
      target: "/",
      kind: "read",
      operation: undefined,
      parameters: [],
      header: () => field,
    });
  for (const _ of [1, 2]) {
    assert.deepEqual(ask("Bearer a-token"), { allow: true, user: "token:3" });
  }
  const texts = [undefined, "Bearer another", "Basic YTpi"].map((field) => {
    const access = ask(field);
    assert.ok(!(access instanceof Promise) && !access.allow);
    return access.message;
  });
  assert.deepEqual(texts, [
    "Cannot serve the request: it has no credentials; send a token (Bearer)",
    "Cannot serve the request: its credentials are wrong",
    "Cannot serve the request: its credentials cannot be read; send a token (Bearer)",
  ]);
});

import assert from "node:assert/strict";
import { checkedAccess } from "../../../../core/rest/access/_checked_access.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("checkedAccess()");

/** Checks any value, as plain JavaScript may give it. */
function check(access: unknown): void {
  Reflect.apply(checkedAccess, undefined, [access]);
}

test("takes decisions", () => {
  check({ allow: true });
  check({ allow: true, user: "anna", instances: () => true });
  check({ allow: true, user: undefined, instances: undefined });
  check({ allow: false });
  check({ allow: false, status: 403, message: "no", headers: { A: "b" }, user: "anna" });
});

test("refuses all else: a mistake must not open the server", () => {
  const cases: [access: unknown, message: RegExp][] = [
    [undefined, /'allow' is undefined; return an object whose 'allow' is true or false/],
    [null, /'allow' is undefined/],
    [true, /'allow' is undefined/],
    [{}, /'allow' is undefined/],
    [{ allow: 1 }, /'allow' is the number 1/],
    [{ allow: "true" }, /'allow' is a string/],
    [{ allow: true, instance: () => false }, /no 'instance'; did you mean 'instances'\?/],
    [{ allow: true, instances: ["i"] }, /'instances' is an array; pass a function/],
    [{ allow: true, instances: null }, /'instances' is null/],
    [{ allow: true, user: 7 }, /'user' is the number 7; pass a string/],
    [{ allow: true, status: 403 }, /there is no 'status'/],
    [{ allow: false, instances: () => true }, /there is no 'instances'/],
    [{ allow: false, status: 200 }, /'status' is the number 200; pass 401 or 403/],
    [{ allow: false, message: 7 }, /'message' is the number 7/],
    [{ allow: false, headers: "x" }, /'headers' is a string; pass an object/],
  ];
  for (const [access, message] of cases) {
    assert.throws(() => check(access), { name: "TypeError", message });
  }
});

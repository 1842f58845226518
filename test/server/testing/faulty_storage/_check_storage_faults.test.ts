import assert from "node:assert/strict";
import { runInNewContext } from "node:vm";
import { StorageError } from "../../../../core/storage/storage_error.ts";
import { checkStorageFaults } from "../../../../server/testing/faulty_storage/_check_storage_faults.ts";
import type { StorageFaults } from "../../../../server/testing/faulty_storage/storage_faults.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("the faults of a storage");

/** Faults as a caller without types may write them. */
const WRONG: readonly (readonly [faults: string, message: RegExp])[] = [
  ["null", /^TypeError: Cannot use the faults of the storage: they are null, not an object$/],
  ['{"aply":{"error":"full"}}', /: there is no 'aply'; did you mean 'apply'\?$/],
  [
    '{"apply":"full"}',
    /^TypeError: Cannot use the members of the fault of 'apply': they are a string/,
  ],
  ['{"apply":{"erorr":"full"}}', /fault of 'apply': there is no 'erorr'; did you mean 'error'\?$/],
  ['{"apply":{"error":"io","afterBytes":1}}', /there is no 'afterBytes'; there are 'error', /],
  ['{"read":{"error":"io","afterChange":true}}', /there is no 'afterChange'; there are 'error', /],
  ['{"stat":{"error":"io","afterBytes":1}}', /there is no 'afterBytes'; there are 'error', /],
  ['{"stat":{"nth":1}}', /^TypeError: Cannot use a fault of 'stat' without 'error' and 'delay'/],
  ['{"stat":{"error":"ful"}}', /^TypeError: Cannot let 'stat' fail with ful: .*'full'/],
  ['{"stat":{"error":{}}}', /^TypeError: Cannot let 'stat' fail with \[object Object\]: /],
  ['{"stat":{"delay":-1}}', /^RangeError: Cannot set 'delay' to -1: /],
  ['{"stat":{"error":"io","nth":0}}', /^RangeError: Cannot set 'nth' to 0: .* from 1, /],
  ['{"stat":{"error":"io","times":1.5}}', /^RangeError: Cannot set 'times' to 1\.5: /],
  [
    '{"read":{"error":"io","afterBytes":-1}}',
    /^RangeError: Cannot set 'afterBytes' to -1: .* from 0, /,
  ],
  [
    '{"apply":{"error":"io","afterChange":"yes"}}',
    /^TypeError: Cannot set 'afterChange' to a string: /,
  ],
  [
    '{"query":{"error":"io"}}',
    /^TypeError: Cannot use a fault of 'query': the storage has no 'query'/,
  ],
  [
    '{"health":{"error":"io"}}',
    /^TypeError: Cannot use a fault of 'health': the storage has no 'health'/,
  ],
];

test("are refused if they cannot be, and it is told what was meant", () => {
  for (const [faults, message] of WRONG) {
    assert.throws(
      () => checkStorageFaults(JSON.parse(faults), ["query", "health"]),
      message,
      faults,
    );
  }
});

test("must say so if a call fails that has made its changes", () => {
  const wrong = [
    "io",
    "full",
    new Error("lost"),
    new StorageError("unavailable", "Lost", { mayBeStored: false }),
  ] as const;
  for (const error of wrong) {
    assert.throws(
      () => checkStorageFaults({ apply: { error, afterChange: true } }, []),
      /^TypeError: Cannot let 'apply' fail with this error after the change: /,
    );
  }
  checkStorageFaults({ apply: { delay: 5, afterChange: true } }, []);
});

test("may be an error of another realm", () => {
  checkStorageFaults({ stat: { error: runInNewContext("new Error('lost')") } }, ["health"]);
});

test("are copied, and get their defaults", () => {
  const apply = { error: "full" as const, nth: 2 };
  const faults: StorageFaults = { apply, query: undefined };
  const checked = checkStorageFaults(faults, ["query"]);
  apply.nth = 3;
  const expected = {
    error: "full",
    delay: 0,
    nth: 2,
    times: Infinity,
    afterBytes: 0,
    afterChange: false,
  };
  assert.deepEqual([...checked], [["apply", expected]]);
});

import assert from "node:assert/strict";
import type { Change, Precondition } from "../../core/storage/storage.ts";
import type { CaseGroup } from "./_case_group.ts";
import { content, utf8 } from "./_content.ts";
import {
  clear,
  deleteOne,
  expectAbsent,
  expectContent,
  INSTANCE,
  put,
  putOne,
} from "./_variables.ts";

interface Row {
  readonly condition: Precondition;
  /** Whether the condition holds if the variable does not exist. */
  readonly absent: boolean;
  /** Whether the condition holds if the variable has version `v`. */
  readonly present: boolean;
}

/** All forms of a precondition, for a variable of version `v` (RFC 9110, sections 13.1.1 and 13.1.2). */
function rows(v: string): readonly Row[] {
  return [
    { condition: {}, absent: true, present: true },
    { condition: { ifMatch: "*" }, absent: false, present: true },
    { condition: { ifMatch: [] }, absent: false, present: false },
    { condition: { ifMatch: [v] }, absent: false, present: true },
    { condition: { ifMatch: ["other", v] }, absent: false, present: true },
    { condition: { ifMatch: ["other", "*"] }, absent: false, present: false },
    { condition: { ifMatch: [v.slice(0, -1), `${v}0`] }, absent: false, present: false },
    { condition: { ifNoneMatch: "*" }, absent: true, present: false },
    { condition: { ifNoneMatch: [] }, absent: true, present: true },
    { condition: { ifNoneMatch: [v] }, absent: true, present: false },
    { condition: { ifNoneMatch: ["other", v] }, absent: true, present: false },
    { condition: { ifNoneMatch: ["other"] }, absent: true, present: true },
    { condition: { ifMatch: [v], ifNoneMatch: ["other"] }, absent: false, present: true },
    { condition: { ifMatch: [v], ifNoneMatch: [v] }, absent: false, present: false },
    { condition: { ifMatch: "*", ifNoneMatch: "*" }, absent: false, present: false },
  ];
}

/** A change with a precondition is made only if the variable has the version that the caller knows. */
export const preconditions: CaseGroup = {
  group: "preconditions",
  cases: (["put", "delete"] as const).flatMap((op) => [
    {
      name: `each form, with ${op}, when there is no variable`,
      async run({ storage }) {
        const { version } = await putOne(storage, "a", utf8("old"));
        for (const { condition, absent } of rows(version)) {
          await deleteOne(storage, "a");
          const applying = storage.apply(INSTANCE, [change(op, condition)]);
          if (absent) await applying;
          else await assert.rejects(applying, failure(undefined));
          if (absent && op === "put") await expectContent(storage, "a", utf8("new"));
          else await expectAbsent(storage, "a");
        }
      },
    },
    {
      name: `each form, with ${op}, when there is one`,
      async run({ storage }) {
        for (let index = 0; index < rows("").length; index++) {
          const { version } = await putOne(storage, "a", utf8("old"));
          const row = rows(version)[index];
          assert.ok(row);
          const applying = storage.apply(INSTANCE, [change(op, row.condition)]);
          if (row.present) await applying;
          else await assert.rejects(applying, failure(version));
          if (!row.present) await expectContent(storage, "a", utf8("old"));
          else if (op === "put") await expectContent(storage, "a", utf8("new"));
          else await expectAbsent(storage, "a");
        }
      },
    },
    {
      name: `an outdated version does not match, with ${op}, even with the same bytes or after a new start`,
      async run({ storage }) {
        const bytes = content(20_000);
        const { version } = await putOne(storage, "a", bytes);
        const expectRefusal = async () => {
          const applying = storage.apply(INSTANCE, [change(op, { ifMatch: [version] })]);
          await assert.rejects(applying, { name: "PreconditionFailedError" });
        };
        await putOne(storage, "a", bytes);
        await expectRefusal();
        await deleteOne(storage, "a");
        await expectRefusal();
        await putOne(storage, "a", bytes);
        await expectRefusal();
        await clear(storage);
        await putOne(storage, "a", bytes);
        await expectRefusal();
        await expectContent(storage, "a", bytes);
      },
    },
  ]),
};

function change(op: "put" | "delete", condition: Precondition): Change {
  return op === "put" ? put("a", utf8("new"), { condition }) : { op, name: "a", condition };
}

function failure(version: string | undefined): object {
  return { name: "PreconditionFailedError", variableName: "a", version };
}

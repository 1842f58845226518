import assert from "node:assert/strict";
import type { ValueInfo, VariableRecord, VariableStorage } from "../../core/storage/storage.ts";
import type { CaseGroup } from "./_case_group.ts";
import { assertBytes, collect, content, sourceOf, utf8 } from "./_content.ts";
import {
  assertSameRecord,
  deleteOne,
  expectContent,
  INSTANCE,
  openOne,
  put,
  putOne,
} from "./_variables.ts";

const FULL_INFO: Required<ValueInfo> = {
  filename: 'Größe "1\\2";\r\n\u{1F600} .pdf',
  mimeType: "application/pdf",
  encoding: "UTF-8",
  objectTypeName: "java.util.HashMap<java.lang.String,java.lang.Integer>",
  serializationDataFormat: "application/json",
};

/** A storage keeps a record beside the bytes. */
export const records: CaseGroup = {
  group: "records",
  cases: [
    {
      name: "one record, the same from apply, stat, open and list",
      async run({ storage }) {
        const stage = await storage.stage(sourceOf(content(100_000)));
        const applied = await storage.apply(INSTANCE, [
          put("a", utf8("42"), { type: "Long" }),
          put("b", stage, { type: "File", valueInfo: FULL_INFO }),
          put("c", null, { type: "Null" }),
        ]);
        const listed = await storage.list(INSTANCE);
        assert.equal(listed.length, 3);
        for (const [index, name] of ["a", "b", "c"].entries()) {
          const record = applied[index];
          assert.equal(record?.name, name);
          assert.ok(record.updatedAt instanceof Date && !Number.isNaN(record.updatedAt.getTime()));
          assertSameRecord(listed[index], record);
          assertSameRecord(await storage.stat(INSTANCE, name), record);
          const variable = await openOne(storage, name);
          assertSameRecord(variable.record, record);
          await variable.close();
        }
      },
    },
    {
      name: "value info comes back with exactly the members that were given",
      async run({ storage }) {
        const infos: ValueInfo[] = [
          {},
          FULL_INFO,
          { filename: "a.txt" },
          { filename: "", mimeType: "text/plain" },
          { encoding: "" },
          { objectTypeName: "int[]", serializationDataFormat: "application/json" },
        ];
        for (const valueInfo of infos) {
          await storage.apply(INSTANCE, [put("a", utf8("x"), { valueInfo })]);
          const record = await storage.stat(INSTANCE, "a");
          assert.deepEqual({ ...record?.valueInfo }, valueInfo);
        }
      },
    },
    {
      name: "the type is any text",
      async run({ storage }) {
        for (const type of ["Bytes", "Größe/\u{1F600}", " ", "__proto__", "x".repeat(300)]) {
          await storage.apply(INSTANCE, [put("a", utf8("x"), { type })]);
          assert.equal((await storage.stat(INSTANCE, "a"))?.type, type);
        }
      },
    },
    {
      name: "a put replaces type, value info, content and null completely",
      async run({ storage }) {
        await storage.apply(INSTANCE, [
          put("a", content(20_000), { type: "File", valueInfo: FULL_INFO }),
        ]);
        await storage.apply(INSTANCE, [put("a", null, { type: "Null" })]);
        const { version, updatedAt, ...nothing } = await onlyRecord(storage);
        assert.deepEqual(
          { ...nothing, valueInfo: { ...nothing.valueInfo } },
          { name: "a", type: "Null", valueInfo: {}, isNull: true, size: 0 },
        );
        await storage.apply(INSTANCE, [put("a", content(20_000))]);
        const large = await onlyRecord(storage);
        assert.equal(large.isNull, false);
        assert.equal(large.size, 20_000);
        assert.notEqual(large.version, version);
        assert.ok(large.updatedAt >= updatedAt);
      },
    },
    {
      name: "a record does not change, even if its variable gets a value of the same length",
      async run({ storage }) {
        const applied = await putOne(storage, "a", utf8("first"));
        const variable = await openOne(storage, "a");
        const records = [
          applied,
          await storage.stat(INSTANCE, "a"),
          await onlyRecord(storage),
          variable.record,
        ];
        const { version } = applied;
        const time = applied.updatedAt.getTime();
        await putOne(storage, "a", utf8("other"));
        await storage.apply(INSTANCE, [put("a", utf8("third"), { type: "String" })]);
        for (const record of records) {
          assertBytes(record?.inline, utf8("first"));
          assert.deepEqual([record?.type, record?.version], ["Bytes", version]);
          assert.equal(record?.updatedAt.getTime(), time);
        }
        assertBytes(await collect(variable.read()), utf8("first"));
        await variable.close();
        await expectContent(storage, "a", utf8("third"));
      },
    },
    {
      name: "a value replaced by a shorter or a longer one is exactly the new one",
      async run({ storage }) {
        const sizes = [100, 99, 1, 0, 1, 2_000, 1_999, 100, 20_000, 19_999, 16_384, 70_000, 50, 0];
        let seed = 1;
        for (const size of sizes) {
          await putOne(storage, "a", content(size, seed));
          await expectContent(storage, "a", content(size, seed));
          const [listed] = await storage.list(INSTANCE);
          assert.equal(listed?.size, size);
          seed++;
        }
      },
    },
    {
      name: "the caller may change its objects afterwards",
      async run({ storage }) {
        const valueInfo = { filename: "a.txt" };
        const inline = utf8("inline");
        const large = content(50_000);
        const changes = [put("a", inline, { valueInfo }), put("b", large)];
        await storage.apply(INSTANCE, changes);
        valueInfo.filename = "b.txt";
        inline.fill(0);
        large.fill(0);
        changes.length = 0;
        const record = await storage.stat(INSTANCE, "a");
        assert.equal(record?.valueInfo.filename, "a.txt");
        assert.equal(new TextDecoder().decode(record.inline), "inline");
      },
    },
    {
      name: "each commit has a version of its own, which can be an ETag",
      async run({ storage }) {
        const versions: string[] = [];
        for (let round = 0; round < 20; round++) {
          const batch = [put("a", utf8("same")), put("b", utf8("same"))];
          for (const record of await storage.apply(INSTANCE, batch)) {
            assert.ok(record);
            versions.push(record.version);
          }
          if (round % 5 === 0) await deleteOne(storage, "a");
        }
        versions.push((await putOne(storage, "a", utf8("same"), "order-2")).version);
        for (const version of versions) assert.match(version, /^[A-Za-z0-9_-]{1,64}$/);
        // Variables of one commit may have the same version. Two commits of one variable must not.
        const first = versions.filter((_, index) => index % 2 === 0);
        assert.equal(new Set(first).size, first.length);
      },
    },
  ],
};

async function onlyRecord(storage: VariableStorage): Promise<VariableRecord> {
  const [record, ...others] = await storage.list(INSTANCE);
  assert.ok(record);
  assert.deepEqual(others, []);
  return record;
}

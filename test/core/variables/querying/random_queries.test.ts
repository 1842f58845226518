import assert from "node:assert/strict";
import { Dice } from "../../../../adapters/contract/_dice.ts";
import { MemoryStorage } from "../../../../adapters/memory.ts";
import type {
  FoundVariable,
  QueryPage,
  QueryPageOptions,
  StorageQuery,
} from "../../../../core/storage/query/storage_query.ts";
import type {
  InstanceFilter,
  InstanceQuery,
  VariableCondition,
  VariableFilter,
  VariableQuery,
  VariableSorting,
} from "../../../../core/variables/options/variable_query.ts";
import { ProcessVariables } from "../../../../core/variables/process_variables.ts";
import { fromAsync } from "../../../support/from_async.ts";
import { StorageWrapper } from "../../../support/storage_wrapper.ts";
import { suite } from "../../../support/suite.ts";
import { type ModelVariable, plainInstances, plainVariables } from "./_service_model.ts";

const test = suite("queries of ProcessVariables, beside a plain evaluation,");

const STORES = 4;
const QUERIES = 40;

/** Leaves all conditions to the caller, and gives pages of at most 3 variables, some of them empty. */
class Lazy extends StorageWrapper {
  #calls = 0;

  async query(
    query: StorageQuery,
    { after, limit = 1 }: QueryPageOptions = {},
  ): Promise<QueryPage> {
    const { instanceIds, order, descending } = query;
    const most = Math.min(limit, 3);
    const page = await this.inner.query?.(
      { instanceIds, order, descending },
      { after, limit: most },
    );
    const variables: readonly FoundVariable[] = page?.variables ?? [];
    const left = ["names", "values"] as const;
    // Such a page ends where it begins.
    if (after !== undefined && this.#calls++ % 3 === 0) {
      return { variables: [], skipped: 0, left, next: after };
    }
    return { variables, skipped: 0, left, next: page?.next };
  }
}

const SUBJECTS = [
  ["the memory storage", (inner: MemoryStorage) => inner],
  ["a storage without queries", (inner: MemoryStorage) => new StorageWrapper(inner)],
  ["a storage that leaves all conditions", (inner: MemoryStorage) => new Lazy(inner)],
] as const;

for (const [what, subject] of SUBJECTS) {
  test(`on ${what} find the same variables and instances`, async () => {
    for (let seed = 0; seed < STORES; seed++) await compareStore(seed, subject);
  });
}

async function compareStore(seed: number, subject: (typeof SUBJECTS)[number][1]): Promise<void> {
  const dice = new Dice(seed);
  const model = randomVariables(dice);
  const storage = new MemoryStorage();
  for (const { instanceId, name, type, text } of model) {
    const content = text === null ? null : new TextEncoder().encode(text);
    await storage.apply(instanceId, [{ op: "put", name, type, valueInfo: {}, content }]);
  }
  const isOwn = (id: string) => id !== "i2";
  const hides = dice.chance(0.3);
  const variables = new ProcessVariables({
    storage: subject(storage),
    resolveInstance: hides ? (id) => (isOwn(id) ? id : undefined) : undefined,
  });
  const shown = hides ? model.filter(({ instanceId }) => isOwn(instanceId)) : model;
  for (let index = 0; index < QUERIES; index++) {
    const query = randomQuery(dice);
    const where = `store ${seed}, query ${index}: ${printed(query)}`;
    const found = (await fromAsync(variables.query(query))).map(({ instanceId, record }) => {
      return `${instanceId} ${record.name}`;
    });
    const expected = plainVariables(shown, query);
    assert.deepEqual(
      found,
      expected.map(({ instanceId, name }) => `${instanceId} ${name}`),
      where,
    );
    const { firstResult: _, maxResults: __, sorting: ___, ...filter } = query;
    assert.equal(await variables.count(filter), plainVariables(shown, filter).length, where);

    const wanted = randomInstanceQuery(dice);
    const title = `store ${seed}, query ${index}: ${printed(wanted)}`;
    assert.deepEqual(
      await fromAsync(variables.instances(wanted)),
      plainInstances(shown, wanted),
      title,
    );
    const whole = { ...wanted, firstResult: 0, maxResults: Infinity };
    assert.equal(
      await variables.countInstances(wanted),
      plainInstances(shown, whole).length,
      title,
    );
  }
}

const IDS = ["i0", "i1", "i2", "i3", "\uFF5E", "\u{1F600}"];
const NAMES = ["a", "A", "b", "ab", "ß", "SS", "\u{1F600}", "\uFF5E"];
const TEXTS = [
  "",
  "a",
  "A",
  "ab",
  "a%",
  "ß",
  "SS",
  "ss",
  "a\0b",
  "\u{1F600}",
  "\uFF5E",
  "_",
  "true",
  "null",
  "7",
];
const EDGES = [15, 31, 53, 63].flatMap((bits) => {
  const edge = 2n ** BigInt(bits);
  return [edge - 1n, edge, edge + 1n, -edge, -edge - 1n, 1n - edge];
});
const WHOLE = [...EDGES, 0n, 7n];
const DOUBLES = [
  "-0.0",
  "0.0",
  "7.0",
  "7.5",
  "NaN",
  "Infinity",
  "-Infinity",
  "1.0E300",
  ...EDGES.map((edge) => String(Number(edge))),
];
const TIMES = [
  "1970-01-01T00:00:00.000+0000",
  "2020-01-02T01:04:05.678+0000",
  "0000-01-01T00:00:00.000+0000",
];
const OPERATORS = ["eq", "neq", "gt", "gteq", "lt", "lteq", "like"] as const;
const PATTERNS = ["%", "a%", "%a", "_", "%b%", "\\%", "a\\%", "%\\", "", "SS", "_%_"];

function randomVariables(dice: Dice): readonly ModelVariable[] {
  return IDS.flatMap((instanceId) =>
    dice.some(NAMES, dice.below(NAMES.length + 1)).map((name) => {
      const [type, text] = randomValue(dice);
      return { instanceId, name, type, text };
    }),
  );
}

function randomValue(dice: Dice): readonly [type: string, text: string | null] {
  const whole = (bits: number) =>
    String(dice.pick(WHOLE.filter((value) => BigInt.asIntN(bits, value) === value)));
  const type = dice.pick([
    "Null",
    "String",
    "String",
    "Short",
    "Integer",
    "Long",
    "Long",
    "Double",
    "Double",
    "Boolean",
    "Date",
    "Bytes",
    "Json",
  ]);
  if (type === "Null" || dice.chance(0.1)) return [type, null];
  if (type === "String") return [type, dice.pick(TEXTS)];
  if (type === "Short") return [type, whole(16)];
  if (type === "Integer") return [type, whole(32)];
  if (type === "Long") return [type, whole(64)];
  if (type === "Double") return [type, dice.pick(DOUBLES)];
  if (type === "Boolean") return [type, dice.pick(["true", "false"])];
  return [type, type === "Date" ? dice.pick(TIMES) : "7"];
}

function randomCondition(dice: Dice): VariableCondition {
  const name = dice.pick(NAMES);
  const operator = dice.pick(OPERATORS);
  if (operator === "like") {
    return { name, operator, value: dice.pick([...PATTERNS, null, true, 7, new Date(0)]) };
  }
  const isOrder = operator !== "eq" && operator !== "neq";
  const rest = isOrder ? [] : [null, true, false, "", "null"];
  const texts = TEXTS.filter((text) => text !== "" && text !== "null");
  const times = TIMES.map((text) => new Date(text.replace("+0000", "Z")));
  const numbers = [...WHOLE, ...EDGES.map(Number), 7.5, -0, 1e300, Infinity, 6.5];
  const values = dice.pick<readonly VariableCondition["value"][]>([
    texts,
    times,
    numbers,
    numbers,
    rest.length > 0 ? rest : texts,
  ]);
  return { name, operator, value: dice.pick(values) };
}

function randomFlags(dice: Dice) {
  return {
    variableNamesIgnoreCase: dice.pick([undefined, true, false]),
    variableValuesIgnoreCase: dice.pick([undefined, true, false]),
  };
}

function randomIds(dice: Dice): readonly string[] {
  return dice.some([...IDS, "unknown", "", "i0"], 1 + dice.below(6));
}

function randomPage(dice: Dice) {
  return {
    ...(dice.chance(0.4) ? { firstResult: dice.below(9) } : {}),
    ...(dice.chance(0.4) ? { maxResults: dice.below(9) } : {}),
  };
}

function randomQuery(dice: Dice): VariableQuery {
  const filter: VariableFilter = {
    ...(dice.chance(0.2) ? { processInstanceIds: randomIds(dice) } : {}),
    ...(dice.chance(0.1) ? { variableScopeIds: randomIds(dice) } : {}),
    ...(dice.chance(0.2) ? { variableName: dice.pick([...NAMES, ""]) } : {}),
    ...(dice.chance(0.2) ? { variableNameLike: dice.pick(PATTERNS) } : {}),
    ...(dice.chance(0.7)
      ? { variableValues: Array.from({ length: 1 + dice.below(2) }, () => randomCondition(dice)) }
      : {}),
    ...randomFlags(dice),
  };
  const keys: readonly VariableSorting["sortBy"][] = [
    "variableName",
    "variableType",
    "activityInstanceId",
    "tenantId",
  ];
  const sorting = dice.some([...keys, ...keys], dice.below(4)).map((sortBy) => {
    return { sortBy, sortOrder: dice.pick(["asc", "desc"] as const) };
  });
  return { ...filter, sorting, ...randomPage(dice) };
}

function randomInstanceFilter(dice: Dice): InstanceFilter {
  return {
    ...(dice.chance(0.3) ? { processInstanceIds: randomIds(dice) } : {}),
    ...(dice.chance(0.7)
      ? { variables: Array.from({ length: dice.below(3) }, () => randomCondition(dice)) }
      : {}),
    ...randomFlags(dice),
  };
}

function randomInstanceQuery(dice: Dice): InstanceQuery {
  return {
    ...randomInstanceFilter(dice),
    orQueries: Array.from({ length: dice.below(3) }, () => randomInstanceFilter(dice)),
    sortOrder: dice.pick(["asc", "desc", undefined] as const),
    ...randomPage(dice),
  };
}

function printed(query: VariableQuery | InstanceQuery): string {
  return JSON.stringify(query, (_, value) => (typeof value === "bigint" ? `${value}n` : value));
}

import assert from "node:assert/strict";
import { suite } from "../../support/suite.ts";
import { parseJson } from "../parse_json.ts";
import { compareAnswers, isExpected, type QueryComparison } from "./compare_answers.ts";
import { Placeholders } from "./placeholders.ts";
import { receivedAnswer, recordedAnswer } from "./query_answer.ts";
import type { Exchange, Scenario } from "./scenario.ts";

const test = suite("comparison with recorded answers");

const JSON_HEADERS = { "content-type": "application/json" };

interface Given {
  readonly recorded: string;
  readonly received: string;
  readonly id?: string;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Compares an answer with a recorded one. */
function compare({
  recorded,
  received,
  id = "name/eq",
  status = 200,
  headers = JSON_HEADERS,
}: Given): QueryComparison {
  const exchange: Exchange = {
    request: { method: "GET", path: "/variable-instance", headers: {} },
    response: { status, headers: JSON_HEADERS, body: parseJson(recorded) },
  };
  const scenario: Scenario = { id, title: "", exchanges: [exchange] };
  const placeholders = new Placeholders(["order-2", "order-1"], "a-nonce");
  const wire = { status, headers, body: Buffer.from(received) };
  const ours = receivedAnswer(scenario, exchange, wire, placeholders);
  const [comparison] = compareAnswers(scenario, [ours], [recordedAnswer(scenario, exchange)]);
  assert.ok(comparison !== undefined);
  return comparison;
}

for (const [what, recorded, received] of [
  ["another order of members", '{"a":1,"b":2}', '{"b":2,"a":1}'],
  ["a number written in another way", '{"a":1.0}', '{"a":1}'],
  ["a member too many", '{"a":1}', '{"a":1,"b":null}'],
  ["one in a list twice", "[1,2]", "[1,1,2]"],
  ["another instance", '{"processInstanceId":"{pi}"}', '{"processInstanceId":"order-2"}'],
  [
    "a variable whose id changed",
    '[{"id":"{var:x}","name":"x","processInstanceId":"{pi}"},{"id":"{var:x}","name":"x","processInstanceId":"{pi}"}]',
    '[{"id":"v1","name":"x","processInstanceId":"order-1"},{"id":"v2","name":"x","processInstanceId":"order-1"}]',
  ],
  ["a definition where there is none", '{"definitionId":"{pd}"}', '{"definitionId":"d"}'],
] as const) {
  test(`sees ${what}`, () => {
    const { isSame } = compare({ recorded, received });
    assert.equal(isSame, false);
  });
}

test("sees another order of a list where the scenario is about order, and a missing header anywhere", () => {
  const lists = { recorded: '["a","b"]', received: '["b","a"]' };
  assert.equal(compare(lists).isSame, true);
  assert.equal(compare({ ...lists, id: "sort/name" }).isSame, false);
  const headers = { ...JSON_HEADERS, "cache-control": "no-cache" };
  assert.equal(compare({ ...lists, headers }).isSame, false);
});

test("puts names for ids, nulls for definitions, and lets an error say more", () => {
  const { isSame } = compare({
    recorded:
      '{"id":"{var:{nonce}@pi2}","name":"{nonce}","processDefinitionId":"{pd}","processInstanceId":"{pi2}"}',
    received:
      '{"id":"v:order-2:1","name":"a-nonce","processDefinitionId":null,"processInstanceId":"order-2"}',
  });
  assert.equal(isSame, true);
  const error = (message: string, code: string) =>
    `{"type":"NotValidException","message":"${message}","code":${code}}`;
  const status = 400;
  const said = { recorded: error("No", "0"), status };
  assert.equal(compare({ ...said, received: error("No: not so", "0") }).isSame, true);
  assert.equal(compare({ ...said, received: error("No", "null") }).isSame, true);
  assert.equal(compare({ ...said, received: error("No", "1") }).isSame, false);
  assert.equal(compare({ ...said, received: error("Other", "0") }).isSame, false);
});

test("expects a known difference to be there, with its status", () => {
  const known = { id: "unknownParameter", status: 400 } as const;
  const same = compare({ recorded: "[]", received: "[]" });
  const different = compare({ recorded: "[]", received: "[1]" });
  const refused = { ...different, ours: { ...different.ours, status: 400 } };
  assert.deepEqual(
    [same, different, { ...same, known }, { ...different, known }, { ...refused, known }].map(
      isExpected,
    ),
    [true, false, false, false, true],
  );
});

import { readFileSync } from "node:fs";
import { formatJson } from "../../../../core/json/format_json.ts";
import type { JsonValue } from "../../../../core/json/json_value.ts";
import { parseJson } from "../../../rest/parse_json.ts";

const FILE = "test/server/testing/external_tasks/recorded/external_tasks.json";

/** What a running Camunda 7.24.0 was sent about external tasks, one after the other, and its answers. */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  /** The tasks that are there, or come later. */
  readonly tasks: readonly GivenTask[];
  /** What else is there, in words. */
  readonly words: readonly string[];
  readonly steps: readonly Step[];
}

export interface GivenTask {
  /** When it comes; `undefined`: before the first step. Milliseconds from that. */
  readonly atMs: number | undefined;
  /** The placeholders of its ids, and what it has. */
  readonly members: ReadonlyMap<string, JsonValue>;
}

export interface Step {
  /** When it is sent; `undefined`: when the step before it is answered. Milliseconds from the first step. */
  readonly atMs: number | undefined;
  readonly request: RecordedRequest;
  readonly response: RecordedAnswer;
}

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

export interface RecordedAnswer {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly disposition: string | undefined;
  /** JSON; what is no JSON as a string; `""` for none. */
  readonly body: JsonValue;
}

/** Reads all scenarios. */
export function recordedScenarios(): readonly Scenario[] {
  return listOf(parseJson(readFileSync(FILE))).map((scenario) => {
    const given = listOf(member(scenario, "given") ?? []);
    return {
      id: textOf(scenario, "id"),
      title: textOf(scenario, "title"),
      tasks: given.flatMap((each) =>
        each instanceof Map ? [{ atMs: numberOf(each, "atMs"), members: each }] : [],
      ),
      words: given.filter((each) => typeof each === "string"),
      steps: listOf(member(scenario, "steps")).map(readStep),
    };
  });
}

function readStep(step: JsonValue): Step {
  const request = member(step, "request");
  const response = member(step, "response");
  const body = member(request, "body");
  const headers = member(request, "headers");
  return {
    atMs: numberOf(step, "atMs"),
    request: {
      method: textOf(request, "method"),
      path: textOf(request, "path"),
      headers:
        headers instanceof Map
          ? Object.fromEntries([...headers.keys()].map((name) => [name, textOf(headers, name)]))
          : {},
      body: body === undefined || typeof body === "string" ? body : formatJson(body),
    },
    response: {
      status: numberOf(response, "status") ?? 0,
      contentType: optionalText(member(response, "headers"), "content-type"),
      disposition: optionalText(response, "disposition"),
      body: member(response, "body") ?? "",
    },
  };
}

/** A member of an object; `undefined` if it is none, or there is none. */
export function member(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return value instanceof Map ? value.get(name) : undefined;
}

/** A member that is a number; `undefined` if there is none. */
export function numberOf(value: JsonValue | undefined, name: string): number | undefined {
  const number = member(value, name);
  const isNumber = typeof number === "object" && number !== null && "lexeme" in number;
  return isNumber ? Number(number.lexeme) : undefined;
}

/** A member that is a text; `undefined` if there is none. */
export function optionalText(value: JsonValue | undefined, name: string): string | undefined {
  const text = member(value, name);
  return typeof text === "string" ? text : undefined;
}

function textOf(value: JsonValue | undefined, name: string): string {
  const text = optionalText(value, name);
  if (text !== undefined) return text;
  throw new Error(`Cannot read a scenario: '${name}' is no text`);
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  if (Array.isArray(value)) return value;
  throw new Error("Cannot read a scenario: there is no array");
}

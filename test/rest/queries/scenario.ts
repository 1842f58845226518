import { readdirSync, readFileSync } from "node:fs";
import { formatJson } from "../../../core/json/format_json.ts";
import type { JsonValue } from "../../../core/json/json_value.ts";
import { parseJson } from "../parse_json.ts";

const FOLDER = "test/rest/queries/recorded";

/**
 * Requests that a running Camunda 7.24.0 was sent one after the other, to process instances without variables, and its answers.
 * Texts have placeholders: `{pi}` and `{pi2}` for the instances, the first in the order of ids being `{pi}`, `{nonce}` for a text that
 * occurs nowhere else, `{var:NAME}` for the id of a variable of `{pi}`, `{7000 a}` for so many letters.
 */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  readonly exchanges: readonly Exchange[];
}

export interface Exchange {
  readonly request: ScenarioRequest;
  readonly response: RecordedAnswer;
}

export interface ScenarioRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface RecordedAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The JSON; what is no JSON as a string; `""` for none. */
  readonly body: JsonValue;
}

/** All scenarios, also those that cannot be replayed. */
export function recordedScenarios(): readonly Scenario[] {
  return readdirSync(FOLDER)
    .sort()
    .flatMap((file) => elements(parseJson(readFileSync(`${FOLDER}/${file}`))).map(toScenario));
}

/** Whether order counts in what is listed. In the others one request wrote several variables, and the engine lists them in any order. */
export function isOrdered({ id }: Scenario): boolean {
  return /^(sort|page)\/|^shape\/id-stays$|^process\/list$/.test(id);
}

/** Whether it is about the instances themselves. In varpost one is there as soon as it has a variable, so these begin with one. */
export function isAboutInstances({ id }: Scenario): boolean {
  return id.startsWith("process/") || id === "engine/version";
}

function toScenario(recorded: JsonValue): Scenario {
  return {
    id: textOf(recorded, "id"),
    title: textOf(recorded, "title"),
    exchanges: elements(member(recorded, "steps")).map(toExchange),
  };
}

function toExchange(step: JsonValue): Exchange {
  const request = member(step, "request");
  const response = member(step, "response");
  const body = member(request, "body");
  return {
    request: {
      method: textOf(request, "method"),
      path: textOf(request, "path"),
      headers: textsOf(member(request, "headers")),
      ...(body !== undefined && { body: typeof body === "string" ? body : formatJson(body) }),
    },
    response: {
      status: numberOf(response, "status"),
      headers: textsOf(member(response, "headers")),
      body: member(response, "body") ?? "",
    },
  };
}

function member(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return value instanceof Map ? value.get(name) : undefined;
}

function elements(value: JsonValue | undefined): readonly JsonValue[] {
  if (Array.isArray(value)) return value;
  throw new Error("Cannot read a scenario: there is no array");
}

function textOf(value: JsonValue | undefined, name: string): string {
  const text = member(value, name);
  if (typeof text === "string") return text;
  throw new Error(`Cannot read a scenario: '${name}' is no text`);
}

function numberOf(value: JsonValue | undefined, name: string): number {
  const number = member(value, name);
  if (typeof number === "object" && number !== null && "lexeme" in number)
    return Number(number.lexeme);
  throw new Error(`Cannot read a scenario: '${name}' is no number`);
}

function textsOf(value: JsonValue | undefined): Readonly<Record<string, string>> {
  if (!(value instanceof Map)) return {};
  return Object.fromEntries([...value.keys()].map((name) => [name, textOf(value, name)]));
}

/** The same requests get the same answers through both bindings, except where the host decides. */
import assert from "node:assert/strict";
import { MemoryStorage } from "../../adapters/memory.ts";
import { ProcessVariables, type VariableStorage } from "../../core/mod.ts";
import { suite } from "../support/suite.ts";
import { BINDING_GROUPS, type BindingGroup, fill } from "./_binding_cases.ts";
import type { Client, Transport, WireRequest } from "./_client.ts";
import { FETCH } from "./_fetch_transport.ts";
import { OVER_SOCKET } from "./_node_transports.ts";

/** Header fields that the host decides: they frame bodies and connections, and tell the time. */
const OF_HOST = ["connection", "date", "keep-alive", "transfer-encoding"];
/** Random texts: the ids of faults, and the prefix of a storage's versions. */
const UUID = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g;
const VERSION_PREFIX = /[\da-f]{32}(?=-)/g;
/** When a variable was stored: each binding has a storage of its own. */
const HTTP_DATE = /\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT/g;

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  /** One character for each byte. */
  readonly body: string;
  readonly isCutOff: boolean;
}

const test = suite("both bindings");

const COUNT = BINDING_GROUPS.reduce((count, { requests }) => count + requests.length, 0);
const STATUSES = [
  200, 204, 206, 304, 400, 403, 404, 405, 412, 413, 415, 416, 417, 500, 501, 503, 507,
];

test(
  `answer ${COUNT} requests alike, by every status there is`,
  async () => {
    const seen = new Set<number>();
    for (const group of BINDING_GROUPS) {
      const [node, byFetch] = [await answers(OVER_SOCKET, group), await answers(FETCH, group)];
      for (const [index, { method = "GET", path, headers = {} }] of group.requests.entries()) {
        const what = `${group.name}: ${method} ${path} ${JSON.stringify(headers)}`;
        assert.deepEqual(byFetch[index], node[index], what);
      }
      for (const { status } of byFetch) seen.add(status);
    }
    assert.deepEqual([...seen].sort(), STATUSES);
  },
  { deadline: 240_000 },
);

async function answers(transport: Transport, group: BindingGroup): Promise<readonly Answer[]> {
  const kept = new MemoryStorage();
  await fill(kept);
  const storage = group.wrap?.(kept) ?? kept;
  const variables = new ProcessVariables({ ...group.variables, storage });
  const found: Answer[] = [];
  await transport.withServer({ ...group.options, variables, log: () => {} }, async (client) => {
    for (const request of group.requests) {
      found.push(await answer(client, await withVersion(request, kept)));
    }
  });
  return found;
}

async function withVersion(request: WireRequest, storage: VariableStorage): Promise<WireRequest> {
  const version = (await storage.stat("i", "v"))?.version ?? "none";
  const headers = Object.entries(request.headers ?? {}).map(([name, value]) => [
    name,
    value.replaceAll("{V}", version),
  ]);
  return { ...request, headers: Object.fromEntries(headers) };
}

async function answer({ open }: Client, request: WireRequest): Promise<Answer> {
  const { status, headers, body } = await open(request);
  const chunks: Uint8Array[] = [];
  let isCutOff = false;
  try {
    for await (const chunk of body) chunks.push(chunk);
  } catch {
    isCutOff = true;
  }
  const isDescription = request.path.includes("/openapi.json") && status === 200;
  const ignored = isDescription ? [...OF_HOST, "content-length"] : OF_HOST;
  const fields = Object.entries(headers).filter(([name]) => !ignored.includes(name));
  const text = Buffer.concat(chunks).toString("latin1");
  return {
    status,
    headers: Object.fromEntries(
      fields.map(([name, value]) => [name, withoutChance(String(value))]),
    ),
    body: withoutChance(isDescription ? withoutProbes(text) : text),
    isCutOff,
  };
}

/** Leaves out of an OpenAPI document what only the server has: the probes. */
function withoutProbes(json: string): string {
  if (json === "") return json;
  const { paths, ...others } = JSON.parse(json);
  const shared = Object.entries(paths).filter(([path]) => !path.startsWith("/health/"));
  return JSON.stringify({ ...others, paths: Object.fromEntries(shared) });
}

function withoutChance(text: string): string {
  return text
    .replaceAll(UUID, "an id")
    .replaceAll(VERSION_PREFIX, "a version")
    .replaceAll(HTTP_DATE, "a time");
}

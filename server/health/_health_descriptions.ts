import type {
  Answer,
  JsonSchema,
  OperationDescription,
} from "../../core/rest/openapi/_operation_description.ts";

const SCHEMA: JsonSchema = {
  type: "object",
  properties: {
    status: { type: "string", enum: ["up", "down"] },
    reason: { type: "string", description: "Why it is down." },
  },
  required: ["status"],
  additionalProperties: false,
};

export const PROBE_LIVE: OperationDescription = describe(
  "Whether the process can go on as it is",
  "It can, or what is wrong may pass.",
  "Only a new start helps, since the storage must be opened again.",
  "the storage refuses writes, until it is opened again",
);

export const PROBE_READY: OperationDescription = describe(
  "Whether requests should come to this server",
  "Writes succeed, as far as it is known.",
  "The storage refuses writes, or the server is stopping.",
  "the storage has no room left",
);

function describe(summary: string, up: string, down: string, reason: string): OperationDescription {
  return {
    summary,
    responses: {
      200: answer(up, { status: "up" }),
      503: answer(down, { status: "down", reason }),
    },
  };
}

function answer(description: string, value: unknown): Answer {
  const examples = { probe: { value } };
  return { description, content: { "application/json": { schema: SCHEMA, examples } } };
}

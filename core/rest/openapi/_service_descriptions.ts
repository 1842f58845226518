import { schema } from "./_answers.ts";
import type { OperationDescription } from "./_operation_description.ts";

export const GET_ENGINES: OperationDescription = {
  summary: "Get the names of the engines",
  responses: {
    200: {
      description: "The one there is. Any name in a path is fine for it.",
      content: {
        "application/json": {
          schema: { type: "array", items: schema("ProcessEngineDto") },
          examples: { engines: { value: [{ name: "default" }] } },
        },
      },
    },
  },
};

export const GET_VERSION: OperationDescription = {
  summary: "Get the version of the engine that this may be taken for",
  responses: {
    200: {
      description: "The version.",
      content: {
        "application/json": {
          schema: schema("VersionDto"),
          examples: { version: { value: { version: "7.24.0" } } },
        },
      },
    },
  },
};

export const GET_OPENAPI: OperationDescription = {
  summary: "Get this document",
  responses: {
    200: {
      description: "The document.",
      content: { "application/json": { schema: { type: "object" } } },
    },
  },
};

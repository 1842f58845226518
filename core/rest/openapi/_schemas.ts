import type { JsonSchema } from "./_operation_description.ts";
import { QUERY_SCHEMAS } from "./_query_schemas.ts";

const NULLABLE_STRING: JsonSchema = { type: ["string", "null"] };

/** The members of a variable. A variable instance has them, too. */
const VARIABLE_MEMBERS: Readonly<Record<string, JsonSchema>> = {
  type: {
    type: "string",
    description:
      "Boolean, Short, Integer, Long, Double, String, Date, Bytes, Null, File, Object, Json or Xml. The case of the first letter does not matter. Without it the type is inferred from the value.",
  },
  value: {
    description:
      "The value: a JSON literal, a text, base64 for File and Bytes. Reads show null for a File, whose bytes are at /data.",
  },
  valueInfo: { $ref: "#/components/schemas/ValueInfo" },
};

/** The schemas of bodies, named as in the engine's document. */
export const SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  ExceptionDto: {
    type: "object",
    properties: {
      type: { type: "string", description: "Simple name of the engine's exception class." },
      message: { type: "string" },
      code: {
        type: ["integer", "null"],
        description: "The engine's error code, null for errors of its REST layer.",
      },
    },
    required: ["type", "message", "code"],
    additionalProperties: false,
  },
  ValueInfo: {
    type: "object",
    properties: {
      filename: { type: "string", description: "Name of a File. Needed there." },
      mimeType: { type: "string", description: "Media type of a File." },
      encoding: { type: "string", description: "Encoding of a File." },
      objectTypeName: { type: "string", description: "Java type of an Object." },
      serializationDataFormat: { type: "string", description: "Media type of an Object's value." },
      transient: {
        type: "boolean",
        description: "In a write: whether all is to be checked, but nothing stored.",
      },
      size: {
        type: "integer",
        minimum: 0,
        description: "In a read: bytes of a value that is too large to be shown.",
      },
    },
  },
  VariableValueDto: { type: "object", properties: VARIABLE_MEMBERS },
  VariableMap: {
    type: "object",
    description: "Variables by their names.",
    additionalProperties: { $ref: "#/components/schemas/VariableValueDto" },
  },
  PatchVariablesDto: {
    type: "object",
    properties: {
      modifications: { $ref: "#/components/schemas/VariableMap" },
      deletions: { type: "array", items: { type: "string" } },
    },
  },
  MultiFormVariableBinaryDto: {
    type: "object",
    properties: {
      data: {
        type: "string",
        description:
          "The value's bytes; in a part with a file name for a File, in one of type application/json with 'type'.",
      },
      valueType: { type: "string", description: "The value type. Default Bytes." },
      variableType: { type: "string", description: "The same, as of version 7.2." },
      type: {
        type: "string",
        deprecated: true,
        description: "Java type of the Object that 'data' is the JSON of.",
      },
    },
    required: ["data"],
  },
  VariableInstanceDto: {
    type: "object",
    properties: {
      ...VARIABLE_MEMBERS,
      id: { type: "string" },
      name: { type: "string" },
      processDefinitionId: NULLABLE_STRING,
      processInstanceId: { type: "string" },
      executionId: { type: "string" },
      caseInstanceId: NULLABLE_STRING,
      caseExecutionId: NULLABLE_STRING,
      taskId: NULLABLE_STRING,
      batchId: NULLABLE_STRING,
      activityInstanceId: { type: "string" },
      errorMessage: NULLABLE_STRING,
      tenantId: NULLABLE_STRING,
    },
    required: ["id", "name", "type", "value", "valueInfo", "processInstanceId"],
    additionalProperties: false,
  },
  ProcessInstanceDto: {
    type: "object",
    properties: {
      links: { type: "array", items: { type: "object" } },
      id: { type: "string" },
      definitionId: NULLABLE_STRING,
      businessKey: NULLABLE_STRING,
      caseInstanceId: NULLABLE_STRING,
      ended: { type: "boolean" },
      suspended: { type: "boolean" },
      tenantId: NULLABLE_STRING,
      definitionKey: NULLABLE_STRING,
    },
    required: ["links", "id", "ended", "suspended"],
    additionalProperties: false,
  },
  ...QUERY_SCHEMAS,
  CountResultDto: {
    type: "object",
    properties: { count: { type: "integer", minimum: 0 } },
    required: ["count"],
    additionalProperties: false,
  },
  ProcessEngineDto: {
    type: "object",
    properties: { name: { type: "string" } },
    required: ["name"],
    additionalProperties: false,
  },
  VersionDto: {
    type: "object",
    properties: { version: { type: "string" } },
    required: ["version"],
    additionalProperties: false,
  },
};

import { COUNT_ANSWER, common, schema, VALIDATOR_HEADERS } from "./_answers.ts";
import type { Answer, OperationDescription } from "./_operation_description.ts";
import {
  DESERIALIZE_VALUE,
  DESERIALIZE_VALUES,
  DISPOSITION,
  OMIT_BYTES,
  PAGE,
  RANGES,
  READ_CONDITIONS,
} from "./_parameters.ts";
import { VARIABLE_FILTER_PARAMETERS } from "./_query_parameters.ts";
import { BYTES_ANSWER } from "./_variable_descriptions.ts";

/** The id of the variable `aVarName` of the instance `aProcessInstanceId`. */
export const VARIABLE_ID = "YVByb2Nlc3NJbnN0YW5jZUlkAGFWYXJOYW1l";

const VARIABLE = {
  type: "Integer",
  value: 42,
  valueInfo: {},
  id: VARIABLE_ID,
  name: "aVarName",
  processDefinitionId: null,
  processInstanceId: "aProcessInstanceId",
  executionId: "aProcessInstanceId",
  caseInstanceId: null,
  caseExecutionId: null,
  taskId: null,
  batchId: null,
  activityInstanceId: "aProcessInstanceId",
  errorMessage: null,
  tenantId: null,
};

const LIST_ANSWER: Answer = {
  description: "The variables.",
  content: {
    "application/json": {
      schema: { type: "array", items: schema("VariableInstanceDto") },
      examples: { integer: { value: [VARIABLE] } },
    },
  },
};

const QUERY_BODY: OperationDescription["requestBody"] = {
  required: true,
  content: {
    "application/json": {
      schema: schema("VariableInstanceQueryDto"),
      examples: {
        integer: {
          value: {
            processInstanceIdIn: ["aProcessInstanceId"],
            variableValues: [{ name: "aVarName", operator: "gteq", value: 42 }],
            sorting: [{ sortBy: "variableName", sortOrder: "asc" }],
          },
        },
      },
    },
  },
};

const REFUSALS = { 400: common("BadRequest"), 503: common("Unavailable") };
const LIST_REFUSALS = { ...REFUSALS, 404: common("NotFound") };
const BODY_REFUSALS = { 413: common("TooLarge"), 415: common("UnsupportedMediaType") };

export const LIST_VARIABLE_INSTANCES: OperationDescription = {
  summary: "Find variables",
  description: "All filters hold for one and the same variable.",
  parameters: [...VARIABLE_FILTER_PARAMETERS, ...PAGE, DESERIALIZE_VALUES, OMIT_BYTES],
  responses: { 200: LIST_ANSWER, ...LIST_REFUSALS },
};

export const QUERY_VARIABLE_INSTANCES: OperationDescription = {
  summary: "Find variables by filters in the body, which can compare values of all types",
  parameters: [...PAGE, DESERIALIZE_VALUES, OMIT_BYTES],
  requestBody: QUERY_BODY,
  responses: { 200: LIST_ANSWER, ...LIST_REFUSALS, ...BODY_REFUSALS },
};

export const COUNT_VARIABLE_INSTANCES: OperationDescription = {
  summary: "Count variables",
  parameters: VARIABLE_FILTER_PARAMETERS,
  responses: { 200: COUNT_ANSWER, ...REFUSALS },
};

export const QUERY_VARIABLE_INSTANCES_COUNT: OperationDescription = {
  summary: "Count variables by filters in the body",
  requestBody: QUERY_BODY,
  responses: { 200: COUNT_ANSWER, ...REFUSALS, ...BODY_REFUSALS },
};

export const GET_VARIABLE_INSTANCE: OperationDescription = {
  summary: "Get a variable by its id",
  parameters: [DESERIALIZE_VALUE, ...READ_CONDITIONS],
  responses: {
    200: {
      description: "The variable.",
      headers: VALIDATOR_HEADERS,
      content: {
        "application/json": {
          schema: schema("VariableInstanceDto"),
          examples: { integer: { value: VARIABLE } },
        },
      },
    },
    304: common("NotModified"),
    404: common("NotFound"),
    412: common("PreconditionFailed"),
    503: common("Unavailable"),
  },
};

export const GET_VARIABLE_INSTANCE_DATA: OperationDescription = {
  summary: "Get the bytes of a variable by its id",
  parameters: [DISPOSITION, ...READ_CONDITIONS, ...RANGES],
  responses: {
    200: BYTES_ANSWER,
    206: { ...BYTES_ANSWER, description: "The range of the bytes." },
    304: common("NotModified"),
    400: common("BadRequest"),
    404: common("NotFound"),
    412: common("PreconditionFailed"),
    416: { description: "There are no such bytes." },
    503: common("Unavailable"),
  },
};

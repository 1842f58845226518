import { common, schema, VALIDATOR_HEADERS } from "./_answers.ts";
import type { OperationDescription, Parameter } from "./_operation_description.ts";
import {
  CONDITIONS,
  DESERIALIZE_VALUE,
  DESERIALIZE_VALUES,
  OMIT_BYTES,
  PAGE,
  RANGES,
} from "./_parameters.ts";
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

const FILTERS: readonly Parameter[] = [
  {
    name: "processInstanceIdIn",
    in: "query",
    description: "Ids of process instances, separated by commas. Default all.",
    schema: { type: "string" },
  },
  {
    name: "variableName",
    in: "query",
    description: "The name of the variables. Default any.",
    schema: { type: "string" },
  },
];

export const LIST_VARIABLE_INSTANCES: OperationDescription = {
  summary: "Find variables",
  parameters: [...FILTERS, ...PAGE, DESERIALIZE_VALUES, OMIT_BYTES],
  responses: {
    200: {
      description: "The variables.",
      content: {
        "application/json": {
          schema: { type: "array", items: schema("VariableInstanceDto") },
          examples: { integer: { value: [VARIABLE] } },
        },
      },
    },
    400: common("BadRequest"),
    503: common("Unavailable"),
  },
};

export const GET_VARIABLE_INSTANCE: OperationDescription = {
  summary: "Get a variable by its id",
  parameters: [DESERIALIZE_VALUE, ...CONDITIONS],
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
  parameters: [...CONDITIONS, ...RANGES],
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

import { processInstance } from "../answers/_process_instance.ts";
import { COUNT_ANSWER, common, schema } from "./_answers.ts";
import type { Answer, OperationDescription } from "./_operation_description.ts";
import { PAGE } from "./_parameters.ts";
import { INSTANCE_FILTER_PARAMETERS } from "./_query_parameters.ts";

const INSTANCE = processInstance("aProcessInstanceId");

const LIST_ANSWER: Answer = {
  description: "The instances. Of each no more than the id is known.",
  content: {
    "application/json": {
      schema: { type: "array", items: schema("ProcessInstanceDto") },
      examples: { integer: { value: [INSTANCE] } },
    },
  },
};

const QUERY_BODY: OperationDescription["requestBody"] = {
  required: true,
  content: {
    "application/json": {
      schema: schema("ProcessInstanceQueryDto"),
      examples: {
        integer: {
          value: {
            variables: [{ name: "aVarName", operator: "eq", value: 42 }],
            sorting: [{ sortBy: "instanceId", sortOrder: "asc" }],
          },
        },
      },
    },
  },
};

const REFUSALS = { 400: common("BadRequest"), 503: common("Unavailable") };
const LIST_REFUSALS = { ...REFUSALS, 404: common("NotFound") };
const BODY_REFUSALS = { 413: common("TooLarge"), 415: common("UnsupportedMediaType") };

export const LIST_INSTANCES: OperationDescription = {
  summary: "Find the instances that have a variable",
  parameters: [...INSTANCE_FILTER_PARAMETERS, ...PAGE],
  responses: { 200: LIST_ANSWER, ...LIST_REFUSALS },
};

export const QUERY_INSTANCES: OperationDescription = {
  summary: "Find instances by filters in the body, which can compare values of all types",
  parameters: PAGE,
  requestBody: QUERY_BODY,
  responses: { 200: LIST_ANSWER, ...LIST_REFUSALS, ...BODY_REFUSALS },
};

export const COUNT_INSTANCES: OperationDescription = {
  summary: "Count the instances that have a variable",
  parameters: INSTANCE_FILTER_PARAMETERS,
  responses: { 200: COUNT_ANSWER, ...REFUSALS },
};

export const QUERY_INSTANCES_COUNT: OperationDescription = {
  summary: "Count instances by filters in the body",
  requestBody: QUERY_BODY,
  responses: { 200: COUNT_ANSWER, ...REFUSALS, ...BODY_REFUSALS },
};

export const GET_INSTANCE: OperationDescription = {
  summary: "Get an instance that has a variable",
  responses: {
    200: {
      description: "The instance. No more than its id is known.",
      content: {
        "application/json": {
          schema: schema("ProcessInstanceDto"),
          examples: { integer: { value: INSTANCE } },
        },
      },
    },
    404: common("NotFound"),
    503: common("Unavailable"),
  },
};

export const CLEAR_INSTANCE: OperationDescription = {
  summary: "Delete all variables of an instance",
  description: "At once, and whether there are any or not.",
  parameters: [
    {
      name: "failIfNotExists",
      in: "query",
      description: "Whether an id that is of no instance is refused.",
      schema: { type: "boolean", default: true },
    },
  ],
  responses: {
    204: common("Done"),
    404: common("NotFound"),
    503: common("Unavailable"),
  },
};

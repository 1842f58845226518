import { processInstance } from "../answers/_process_instance.ts";
import { common, schema } from "./_answers.ts";
import type { OperationDescription } from "./_operation_description.ts";
import { PAGE } from "./_parameters.ts";

export const LIST_INSTANCES: OperationDescription = {
  summary: "Get the instances that have a variable",
  parameters: PAGE,
  responses: {
    200: {
      description: "The instances. Of each no more than the id is known.",
      content: {
        "application/json": {
          schema: { type: "array", items: schema("ProcessInstanceDto") },
          examples: {
            integer: {
              value: [processInstance("aProcessInstanceId")],
            },
          },
        },
      },
    },
    400: common("BadRequest"),
    503: common("Unavailable"),
  },
};

export const COUNT_INSTANCES: OperationDescription = {
  summary: "Count the instances that have a variable",
  responses: {
    200: {
      description: "The count.",
      content: {
        "application/json": {
          schema: schema("CountResultDto"),
          examples: { integer: { value: { count: 1 } } },
        },
      },
    },
    503: common("Unavailable"),
  },
};

export const CLEAR_INSTANCE: OperationDescription = {
  summary: "Delete all variables of an instance",
  description: "At once, and whether there are any or not.",
  responses: {
    204: common("Done"),
    404: common("NotFound"),
    503: common("Unavailable"),
  },
};

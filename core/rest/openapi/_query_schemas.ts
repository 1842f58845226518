import type { JsonSchema, Parameter } from "./_operation_description.ts";
import { INSTANCE_FILTER_PARAMETERS, VARIABLE_FILTER_PARAMETERS } from "./_query_parameters.ts";

/** The members of a query that are arrays of ids. In the query string they are texts with commas. */
const ID_LISTS = /(?:IdIn|InstanceIds)$/;

const IDS: JsonSchema = { type: "array", items: { type: "string" } };
const CONDITIONS: JsonSchema = {
  type: "array",
  items: { $ref: "#/components/schemas/VariableQueryParameterDto" },
};
const SORTING: JsonSchema = { type: "array", items: { $ref: "#/components/schemas/SortingDto" } };

const INSTANCE_MEMBERS = membersOf(INSTANCE_FILTER_PARAMETERS);

/** The schemas of the bodies of searches, named as in the engine's document. */
export const QUERY_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  VariableQueryParameterDto: {
    type: "object",
    properties: {
      name: { type: "string" },
      operator: { type: "string", enum: ["eq", "neq", "gt", "gteq", "lt", "lteq", "like"] },
      value: {
        description:
          "A number is compared with the number types that can hold it, a string with Strings, or with Dates if it has the engine's date format, true and false with Booleans, null with the nulls of all types.",
      },
    },
    required: ["name", "operator"],
  },
  SortingDto: {
    type: "object",
    properties: {
      sortBy: { type: "string" },
      sortOrder: { type: "string", enum: ["asc", "desc"] },
    },
  },
  VariableInstanceQueryDto: {
    type: "object",
    properties: { ...membersOf(VARIABLE_FILTER_PARAMETERS), sorting: SORTING },
    additionalProperties: false,
  },
  ProcessInstanceQueryDto: {
    type: "object",
    properties: {
      ...INSTANCE_MEMBERS,
      sorting: SORTING,
      orQueries: {
        type: "array",
        description: "Of each of them, at least one filter holds.",
        items: { type: "object", properties: INSTANCE_MEMBERS, additionalProperties: false },
      },
    },
    additionalProperties: false,
  },
};

function membersOf(parameters: readonly Parameter[]): Readonly<Record<string, JsonSchema>> {
  return Object.fromEntries(
    parameters.map(({ name, description, schema }) => [name, memberOf(name, description, schema)]),
  );
}

function memberOf(name: string, description: string, schema: JsonSchema): JsonSchema {
  if (ID_LISTS.test(name)) return { ...IDS, description };
  return name === "variableValues" || name === "variables"
    ? CONDITIONS
    : { ...schema, description };
}

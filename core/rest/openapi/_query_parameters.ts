import type { Parameter } from "./_operation_description.ts";

const IGNORE_CASE: readonly Parameter[] = [
  flag("variableNamesIgnoreCase", "Whether case is ignored in the names of conditions."),
  flag("variableValuesIgnoreCase", "Whether case is ignored when Strings are compared."),
];

const CONDITIONS =
  "Conditions name_operator_value, separated by commas. The operators are eq, neq, gt, gteq, lt, lteq and like. The value is a String, a date in the engine's format, or null; names and values with _ or a comma need the POST.";

/** Filters that nothing meets here, or that all meet. They are there for the clients that send them. */
const ENGINE_ONLY = "Of what varpost does not keep: it finds nothing.";
const ALWAYS = "Holds for all.";

/** The filters of a search for variables, in a query string. */
export const VARIABLE_FILTER_PARAMETERS: readonly Parameter[] = [
  text("variableName", "The name of the variables."),
  text("variableNameLike", "A pattern of the name: % is any text, _ one character."),
  text("variableValues", CONDITIONS),
  ...IGNORE_CASE,
  text("processInstanceIdIn", "Ids of process instances, separated by commas."),
  ...["executionIdIn", "activityInstanceIdIn", "variableScopeIdIn"].map((name) =>
    text(name, "Ids of what the variables belong to, which is always the process instance."),
  ),
  ...["caseInstanceIdIn", "caseExecutionIdIn", "taskIdIn", "batchIdIn", "tenantIdIn"].map((name) =>
    text(name, ENGINE_ONLY),
  ),
  ...sorting(["variableName", "variableType", "activityInstanceId", "tenantId"]),
];

/** The filters of a search for instances, in a query string. */
export const INSTANCE_FILTER_PARAMETERS: readonly Parameter[] = [
  text("processInstanceIds", "Ids of process instances, separated by commas."),
  text("rootProcessInstanceId", "The id of a process instance."),
  text("variables", `${CONDITIONS} Each may hold for another variable of the instance.`),
  ...IGNORE_CASE,
  ...["businessKey", "businessKeyLike", "caseInstanceId", "superProcessInstance"].map((name) =>
    text(name, ENGINE_ONLY),
  ),
  ...["subProcessInstance", "superCaseInstance", "subCaseInstance", "tenantIdIn"].map((name) =>
    text(name, ENGINE_ONLY),
  ),
  ...["incidentId", "incidentType", "incidentMessage", "incidentMessageLike"].map((name) =>
    text(name, ENGINE_ONLY),
  ),
  ...["suspended", "withIncident"].map((name) => flag(name, ENGINE_ONLY)),
  ...["active", "rootProcessInstances", "leafProcessInstances", "withoutTenantId"].map((name) =>
    flag(name, ALWAYS),
  ),
  flag("processDefinitionWithoutTenantId", ALWAYS),
  ...sorting(["instanceId", "definitionKey", "definitionId", "businessKey", "tenantId"]),
];

function text(name: string, description: string): Parameter {
  return { name, in: "query", description, schema: { type: "string" } };
}

function flag(name: string, description: string): Parameter {
  return { name, in: "query", description, schema: { type: "boolean", default: false } };
}

function sorting(keys: readonly string[]): readonly Parameter[] {
  const sortBy = { type: "string", enum: keys };
  const sortOrder = { type: "string", enum: ["asc", "desc"] };
  return [
    { name: "sortBy", in: "query", description: "What the list is sorted by.", schema: sortBy },
    { name: "sortOrder", in: "query", description: "The order.", schema: sortOrder },
  ];
}

import type { FilterSource } from "../../../core/rest/requests/_filter_source.ts";
import { invalid } from "../../../core/rest/requests/_invalid.ts";
import { likeMatcher } from "../../../core/storage/query/like_matcher.ts";
import type { Instance } from "./_instances.ts";

/** Whether an instance meets a filter. */
export type Clause = (instance: Instance) => boolean;

type OfText = (text: string) => Clause;
type OfList = (list: readonly string[]) => Clause;

const never = () => false;

const TEXTS: Readonly<Record<string, OfText>> = {
  rootProcessInstanceId: (text) => (instance) => instance.id === text,
  businessKey: (text) => (instance) => instance.businessKey === text,
  businessKeyLike: (text) => {
    const matches = likeMatcher(text);
    return ({ businessKey }) => businessKey !== null && matches(businessKey);
  },
  processDefinitionId: (text) => (instance) => instance.definitionId === text,
  processDefinitionKey: (text) => (instance) => instance.definitionKey === text,
  // There are no cases, no incidents, and no instances within others.
  caseInstanceId: () => never,
  superProcessInstance: () => never,
  subProcessInstance: () => never,
  superCaseInstance: () => never,
  subCaseInstance: () => never,
  incidentId: () => never,
  incidentType: () => never,
  incidentMessage: () => never,
  incidentMessageLike: () => never,
};

const LISTS: Readonly<Record<string, OfList>> = {
  processDefinitionKeyIn: (list) => (instance) => list.includes(instance.definitionKey),
  processDefinitionKeyNotIn: (list) => (instance) => !list.includes(instance.definitionKey),
};

const FLAGS: Readonly<Record<string, Clause>> = {
  active: (instance) => !instance.suspended,
  suspended: (instance) => instance.suspended,
  withIncident: never,
  rootProcessInstances: () => true,
  leafProcessInstances: () => true,
  withoutTenantId: (instance) => instance.tenantId === null,
  processDefinitionWithoutTenantId: (instance) => instance.tenantId === null,
};

/** Filters by what the double does not know. To ignore them would find too much. */
const UNKNOWN = ["deploymentId", "activityIdIn"];

/**
 * Reads the filters by what the engine knows of instances, but those by variables.
 *
 * @throws {InvalidQueryError} If one cannot be read, or cannot be applied.
 */
export function instanceClauses(source: FilterSource): readonly Clause[] {
  const unknown = source.firstGiven(UNKNOWN);
  if (unknown !== undefined) {
    throw invalid(
      `Cannot query by '${unknown}': the test engine knows neither deployments nor activities; leave it out`,
    );
  }
  const clauses: Clause[] = [];
  for (const [name, clause] of Object.entries(TEXTS)) {
    const text = source.text(name);
    if (text !== undefined) clauses.push(clause(text));
  }
  for (const [name, clause] of Object.entries(LISTS)) {
    const list = source.ids(name);
    if (list !== undefined) clauses.push(clause(list));
  }
  const ids = source.ids("processInstanceIds", "nothing");
  if (ids !== undefined) clauses.push(({ id }) => ids.includes(id));
  const tenants = source.tenants("tenantIdIn");
  if (tenants !== undefined) {
    clauses.push(({ tenantId }) => tenantId !== null && tenants.includes(tenantId));
  }
  for (const [name, clause] of Object.entries(FLAGS)) {
    // As in the engine, `suspended` overrides `active`.
    if (source.flag(name) && !(name === "active" && source.flag("suspended"))) clauses.push(clause);
  }
  return clauses;
}

import { likeMatcher } from "../../../../core/storage/query/like_matcher.ts";
import type { Task } from "../tasks/_task.ts";
import type { FetchTopic } from "./_fetch_request.ts";

/** Whether a task may be fetched for a topic. The conditions on variables are not looked at. */
export function meetsTopic(task: Task, topic: FetchTopic, now: number): boolean {
  const { suspended, businessKey, definitionId, definitionKey, versionTag, tenantId } =
    task.instance;
  return (
    !suspended &&
    task.hasRetries &&
    !task.isLocked(now) &&
    is(topic.businessKey, businessKey) &&
    is(topic.processDefinitionId, definitionId) &&
    isIn(topic.processDefinitionIdIn, definitionId) &&
    is(topic.processDefinitionKey, definitionKey) &&
    isIn(topic.processDefinitionKeyIn, definitionKey) &&
    isLike(topic.processDefinitionVersionTag, versionTag) &&
    isOfTenant(topic, tenantId)
  );
}

/** A list of tenants overrides `withoutTenantId`. */
function isOfTenant(topic: FetchTopic, tenantId: string | null): boolean {
  const { tenantIdIn, withoutTenantId } = topic;
  return (
    isIn(tenantIdIn, tenantId) && (tenantIdIn.length > 0 || !withoutTenantId || tenantId === null)
  );
}

function is(wanted: string | null, value: string | null): boolean {
  return wanted === null || wanted === value;
}

/** As in SQL, `null` is in no list. */
function isIn(wanted: readonly (string | null)[], value: string | null): boolean {
  return wanted.length === 0 || (value !== null && wanted.includes(value));
}

function isLike(pattern: string | null, value: string | null): boolean {
  return pattern === null || (value !== null && likeMatcher(pattern)(value));
}

import { EngineError } from "../../_engine_error.ts";
import type { Members } from "../requests/_members.ts";
import { engineFault, nullPointer, nullValue } from "../tasks/_task_errors.ts";
import type { FetchRequest, FetchTopic } from "./_fetch_request.ts";

const MAX_TIMEOUT_MS = 1_800_000;
const NULL_TOPIC =
  'Cannot invoke "org.camunda.bpm.engine.rest.dto.externaltask.FetchExternalTasksDto$FetchExternalTaskTopicDto.getTopicName()" because "topic" is null';
const NULL_SORTING =
  'Cannot invoke "org.camunda.bpm.engine.rest.dto.SortingDto.getSortBy()" because "dto" is null';
const NULL_KEY = 'Cannot invoke "Object.equals(Object)" because "o" is null';

type ReadTopic = Omit<FetchTopic, "topicName"> & { readonly topicName: string | null };

/**
 * Reads the body of `fetchAndLock`. First all JSON types are looked at, then the values, in the engine's order.
 *
 * @throws {InvalidQueryError} If the JSON has a wrong type.
 * @throws {EngineError} If a value is wrong.
 */
export function readFetchRequest(body: Members): FetchRequest {
  const workerId = body.text("workerId");
  const maxTasks = Number(body.integer("maxTasks", 32) ?? 0n);
  const usePriority = body.flag("usePriority") ?? false;
  const timeout = Number(body.integer("asyncResponseTimeout", 64) ?? 0n);
  const entries = (body.objects("sorting") ?? []).map(readEntry);
  const topics = (body.objects("topics") ?? []).map(readTopic);
  if (timeout > MAX_TIMEOUT_MS) {
    throw refused(
      `The asynchronous response timeout cannot be set to a value greater than ${MAX_TIMEOUT_MS} milliseconds`,
    );
  }
  const [createTime] = entries.map(orderOf);
  const named = topics.map((topic) => {
    if (topic === null) throw nullPointer(NULL_TOPIC);
    return topic;
  });
  if (workerId === null) throw nullValue("workerId is null");
  if (maxTasks < 0) throw engineFault("maxResults is not greater than or equal to 0");
  const byName = new Map(named.map(checkTopic).map((topic) => [topic.topicName, topic]));
  named.forEach(checkVariables);
  return {
    workerId,
    maxTasks,
    usePriority,
    createTime,
    asyncResponseTimeout: timeout,
    topics: byName,
  };
}

type Entry = { readonly sortBy: string | null; readonly sortOrder: string | null } | null;

function readEntry(entry: Members | null): Entry {
  if (entry === null) return null;
  return { sortBy: entry.text("sortBy"), sortOrder: entry.text("sortOrder") };
}

function orderOf(entry: Entry): "asc" | "desc" {
  if (entry === null) throw nullPointer(NULL_SORTING);
  const { sortBy, sortOrder } = entry;
  if (sortBy === null) throw nullPointer(NULL_KEY);
  if (sortBy !== "createTime")
    throw refused(`Cannot set query sortBy parameter to value ${sortBy}`);
  if (sortOrder === "asc" || sortOrder === "desc") return sortOrder;
  if (sortOrder !== null) {
    throw refused(`Cannot set query sortOrder parameter to value ${sortOrder}`);
  }
  const message = "Invalid query: call asc() or desc() after using orderByXX(): direction is null";
  throw new EngineError(400, "NotValidException", message, 0);
}

function readTopic(topic: Members | null): ReadTopic | null {
  if (topic === null) return null;
  return {
    topicName: topic.text("topicName"),
    lockDuration: Number(topic.integer("lockDuration", 64) ?? 0n),
    variables: topic.texts("variables")?.filter((name) => name !== null) ?? null,
    localVariables: topic.flag("localVariables") ?? false,
    deserializeValues: topic.flag("deserializeValues") ?? false,
    includeExtensionProperties: topic.flag("includeExtensionProperties") ?? false,
    businessKey: topic.text("businessKey"),
    processDefinitionId: topic.text("processDefinitionId"),
    processDefinitionIdIn: topic.texts("processDefinitionIdIn") ?? [],
    processDefinitionKey: topic.text("processDefinitionKey"),
    processDefinitionKeyIn: topic.texts("processDefinitionKeyIn") ?? [],
    processDefinitionVersionTag: topic.text("processDefinitionVersionTag"),
    withoutTenantId: topic.flag("withoutTenantId") ?? false,
    tenantIdIn: topic.texts("tenantIdIn") ?? [],
    processVariables: topic.object("processVariables")?.source ?? new Map(),
  };
}

function checkTopic({ topicName, ...topic }: ReadTopic): FetchTopic {
  if (topicName === null) throw nullValue("topicName is null");
  if (topic.lockDuration <= 0) throw engineFault("lockTime is not greater than 0");
  return { topicName, ...topic };
}

function checkVariables({ processVariables }: ReadTopic): void {
  for (const value of processVariables.values()) {
    const isStructure = Array.isArray(value) || value instanceof Map;
    if (isStructure) throw engineFault("Object values cannot be used to query");
  }
}

function refused(message: string): EngineError {
  return new EngineError(400, "InvalidRequestException", message);
}

import type { ProcessVariables } from "../../../../core/variables/process_variables.ts";
import type { Task } from "../tasks/_task.ts";
import type { TaskStore } from "../tasks/_task_store.ts";
import type { TaskQuery, TaskSorting, TaskSortKey } from "./_task_query.ts";

const VALUES: Readonly<Record<TaskSortKey, (task: Task) => string | number | bigint | null>> = {
  id: ({ id }) => id,
  lockExpirationTime: ({ lockedUntil }) => lockedUntil,
  processInstanceId: ({ instance }) => instance.id,
  processDefinitionId: ({ instance }) => instance.definitionId,
  processDefinitionKey: ({ instance }) => instance.definitionKey,
  tenantId: ({ instance }) => instance.tenantId,
  taskPriority: ({ priority }) => priority,
  // Two tasks may have the same millisecond.
  createTime: ({ id }) => id,
};

/** Finds tasks, in the order that the query wants; what is equal is in the order of creation. */
export async function findTasks(
  store: TaskStore,
  { conditions, processVariables, sorting }: TaskQuery,
  variables: ProcessVariables,
): Promise<Task[]> {
  const now = store.clock.now();
  const met = store.all().filter((task) => conditions.every((holds) => holds(task, now)));
  if (processVariables.length === 0 || met.length === 0) return sort(met, sorting);
  const processInstanceIds = [...new Set(met.map(({ instance }) => instance.id))];
  const instances = new Set<string>();
  const query = { processInstanceIds, variables: processVariables };
  for await (const id of variables.instances(query)) instances.add(id);
  return sort(
    met.filter(({ instance }) => instances.has(instance.id)),
    sorting,
  );
}

function sort(tasks: Task[], sorting: readonly TaskSorting[]): Task[] {
  return tasks.sort((a, b) => {
    for (const { sortBy, sortOrder } of sorting) {
      const order = compare(VALUES[sortBy](a), VALUES[sortBy](b));
      if (order !== 0) return sortOrder === "asc" ? order : -order;
    }
    return 0;
  });
}

type Value = string | number | bigint | null;

/** `null` is the smallest, as on the engine's own database, H2. */
function compare(a: Value, b: Value): number {
  if (a === b) return 0;
  if (a === null) return -1;
  return b === null || a > b ? 1 : -1;
}

import type { NewExternalTask } from "../external_tasks/new_external_task.ts";
import type { Instance, Instances } from "../instances/_instances.ts";

/**
 * Finds the process instance of a new task, or makes one.
 *
 * @throws {TypeError} If there is one that is otherwise than the test says.
 */
export function taskInstance(task: NewExternalTask, instances: Instances): Instance {
  const id = task.processInstanceId ?? crypto.randomUUID();
  const said = {
    businessKey: task.businessKey,
    definitionKey: task.processDefinitionKey,
    versionTag: task.processDefinitionVersionTag,
    tenantId: task.tenantId,
  };
  const instance = instances.get(id) ?? instances.add({ id, isSeeded: false, ...said });
  for (const name of ["businessKey", "definitionKey", "versionTag", "tenantId"] as const) {
    const given = said[name];
    if (given === undefined || given === instance[name]) continue;
    throw new TypeError(
      `Cannot add the external task: the ${name} of process instance '${id}' is ${instance[name]}, not '${given}'; leave it out`,
    );
  }
  return instance;
}

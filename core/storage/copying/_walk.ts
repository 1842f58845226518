import type { VariableRecord, VariableStorage } from "../storage.ts";

const INSTANCES = 1_000;
/** So many variables have at most 1 MiB in their records. */
const VARIABLES = 64;

/** Goes through the ids of all instances, in their order. */
export async function* walkInstances(
  storage: VariableStorage,
  after = "",
): AsyncGenerator<string, void, undefined> {
  let last = after;
  for (;;) {
    const page = await storage.instances({ after: last, limit: INSTANCES });
    yield* page;
    const end = page.at(-1);
    if (end === undefined || page.length < INSTANCES) return;
    last = end;
  }
}

/** Goes through the variables of an instance, page by page. Each page is one snapshot. */
export async function* walkVariables(
  storage: VariableStorage,
  instanceId: string,
): AsyncGenerator<readonly VariableRecord[], void, undefined> {
  let last = "";
  for (;;) {
    const page = await storage.list(instanceId, { after: last, limit: VARIABLES });
    if (page.length > 0) yield page;
    const end = page.at(-1);
    if (end === undefined || page.length < VARIABLES) return;
    last = end.name;
  }
}

import type { VariableRecord, VariableStorage } from "../../storage/storage.ts";
import type { Search } from "./_search.ts";

/** As many records as are asked for at once: with 16 KiB in each, 2 MiB. */
const PAGE_SIZE = 128;
const INSTANCE_PAGE_SIZE = 1_000;

/** All variables of an instance, page by page. */
export async function* eachVariable(
  storage: VariableStorage,
  instanceId: string,
  search: Search,
): AsyncGenerator<VariableRecord> {
  let after = "";
  for (;;) {
    await search.next();
    const page = await storage.list(instanceId, { after, limit: PAGE_SIZE });
    search.count(page.length);
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE_SIZE) return;
    after = last.name;
  }
}

/** All instances that have a variable, page by page. */
export async function* eachInstance(
  storage: VariableStorage,
  search: Search,
): AsyncGenerator<string> {
  let after = "";
  for (;;) {
    await search.next();
    const page = await storage.instances({ after, limit: INSTANCE_PAGE_SIZE });
    search.count(page.length);
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < INSTANCE_PAGE_SIZE) return;
    after = last;
  }
}

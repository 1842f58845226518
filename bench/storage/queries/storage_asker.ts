import { setImmediate as turn } from "node:timers/promises";
import type { VariableStorage } from "../../../dist/core/mod.js";
import {
  type FoundVariable,
  meetsScalarConditions,
  nameMatcher,
  type QueryPage,
  type QueryPosition,
  scalarKey,
} from "../../../dist/core/storage/mod.js";
import type { Asker } from "./asker.ts";
import type { Question } from "./questions.ts";
import { instanceId, PUT_DOCUMENT } from "./stored.ts";

const MOST_OF_A_PAGE = 1_000;

/** Asks a storage as the core does: page after page, and what the storage left is applied here. */
export class StorageAsker implements Asker {
  readonly #storage: VariableStorage;

  constructor(storage: VariableStorage) {
    this.#storage = storage;
  }

  async ask(question: Question): Promise<number> {
    const { query, skip = 0, limit } = question;
    let toSkip = limit === undefined ? Number.POSITIVE_INFINITY : skip;
    const wanted = limit ?? 0;
    let skipped = 0;
    let found = 0;
    let after: QueryPosition | undefined;
    do {
      const most = limit === undefined || question.keeps ? MOST_OF_A_PAGE : limit - found;
      const page = await this.#query(query, { after, skip: toSkip, limit: most });
      const kept = page.variables.filter((variable) => meets(question, page, variable)).length;
      const before = Math.min(kept, toSkip - page.skipped);
      skipped += page.skipped + before;
      toSkip -= page.skipped + before;
      found += kept - before;
      after = page.next;
      await turn();
    } while (after !== undefined && (limit === undefined || found < wanted));
    return limit === undefined ? skipped : Math.min(found, wanted);
  }

  async read(instance: number): Promise<void> {
    await this.#storage.stat(instanceId(instance), "amount");
  }

  async write(instance: number): Promise<void> {
    await this.#storage.apply(instanceId(instance), [PUT_DOCUMENT]);
  }

  async collect(): Promise<void> {
    globalThis.gc?.();
  }

  #query(...[query, page]: Parameters<NonNullable<VariableStorage["query"]>>): Promise<QueryPage> {
    if (this.#storage.query === undefined) throw new Error("Cannot measure: there are no queries");
    return this.#storage.query(query, page);
  }
}

function meets({ query, keeps }: Question, page: QueryPage, { record }: FoundVariable): boolean {
  const { names = [], values = [] } = query;
  if (page.left?.includes("names") && !nameMatcher(names)(record.name)) return false;
  if (page.left?.includes("values")) {
    if (!meetsScalarConditions(values, record.type, scalarKey(record))) return false;
  }
  return keeps?.(record) ?? true;
}

import { MemoryStorage } from "../../../adapters/memory.ts";
import { ProcessVariables } from "../../../core/mod.ts";
import { createFetchHandler } from "../../../core/rest/fetch/mod.ts";
import type { OpenVariable, StagedContent } from "../../../core/storage/storage.ts";

/** What a storage holds for requests that are under way. */
export interface Held {
  /** Stages that were neither used up nor discarded. */
  readonly stages: number;
  /** Versions that somebody reads. */
  readonly versions: number;
}

/** A storage in memory that counts what it holds. */
class CountingStorage extends MemoryStorage {
  readonly #stages: StagedContent[] = [];
  #versions = 0;

  override async stage(source: AsyncIterable<Uint8Array>): Promise<StagedContent> {
    const stage = await super.stage(source);
    this.#stages.push(stage);
    return stage;
  }

  override async open(instanceId: string, name: string): Promise<OpenVariable | undefined> {
    const variable = await super.open(instanceId, name);
    if (variable === undefined) return undefined;
    this.#versions++;
    let isOpen = true;
    const close = async () => {
      if (isOpen) this.#versions--;
      isOpen = false;
      await variable.close();
    };
    return {
      record: variable.record,
      read: (start, end) => variable.read(start, end),
      close,
      [Symbol.asyncDispose]: close,
    };
  }

  async held(): Promise<Held> {
    const left = await Promise.all(this.#stages.map(isLeft));
    return { stages: left.filter(Boolean).length, versions: this.#versions };
  }
}

async function isLeft(stage: StagedContent): Promise<boolean> {
  try {
    for await (const _ of stage.read()) break;
    return true;
  } catch {
    return false;
  }
}

/**
 * Makes what each runtime serves in the tests: the Fetch handler, and at `/held` what its storage holds.
 *
 * @param basePath Where the handler is mounted.
 */
export function servedApp(basePath: string): (request: Request) => Promise<Response> {
  const storage = new CountingStorage();
  const handler = createFetchHandler({
    variables: new ProcessVariables({ storage }),
    basePath,
    log: () => {},
  });
  return async (request) => {
    const { pathname } = new URL(request.url);
    return pathname === `${basePath}/held` ? Response.json(await storage.held()) : handler(request);
  };
}

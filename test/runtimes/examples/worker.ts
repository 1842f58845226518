/** A module that a worker's host serves, and `deno serve` and `bun`, too. */
import { MemoryStorage } from "../../../adapters/memory.ts";
import { ProcessVariables } from "../../../core/mod.ts";
import { createFetchHandler } from "../../../core/rest/fetch/mod.ts";

const variables = new ProcessVariables({ storage: new MemoryStorage() });

export default { fetch: createFetchHandler({ variables }) };

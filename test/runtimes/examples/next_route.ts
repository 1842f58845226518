/** A route of Next, as in `app/api/camunda/[...path]/route.ts`. */
import { MemoryStorage } from "../../../adapters/memory.ts";
import { ProcessVariables } from "../../../core/mod.ts";
import { createFetchHandler } from "../../../core/rest/fetch/mod.ts";

const variables = new ProcessVariables({ storage: new MemoryStorage() });

const handler = createFetchHandler({ variables, basePath: "/api/camunda" });

export {
  handler as DELETE,
  handler as GET,
  handler as HEAD,
  handler as OPTIONS,
  handler as POST,
  handler as PUT,
};

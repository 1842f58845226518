/** Serves on a free port of Deno, which prints the URL: `deno run --allow-net deno_serve.ts`. */
import { MemoryStorage } from "../../../adapters/memory.ts";
import { ProcessVariables } from "../../../core/mod.ts";
import { createFetchHandler } from "../../../core/rest/fetch/mod.ts";

declare const Deno: {
  serve(
    options: { readonly port: number; readonly hostname: string },
    handler: (request: Request) => Promise<Response>,
  ): unknown;
};

const variables = new ProcessVariables({ storage: new MemoryStorage() });

Deno.serve({ port: 0, hostname: "127.0.0.1" }, createFetchHandler({ variables }));

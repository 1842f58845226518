/** Serves on a free port of Bun, and prints the URL: `bun bun_serve.ts`. */
import { MemoryStorage } from "../../../adapters/memory.ts";
import { ProcessVariables } from "../../../core/mod.ts";
import { createFetchHandler } from "../../../core/rest/fetch/mod.ts";

declare const Bun: {
  serve(options: {
    readonly port: number;
    readonly hostname: string;
    readonly fetch: (request: Request) => Promise<Response>;
  }): { readonly url: URL };
};

const variables = new ProcessVariables({ storage: new MemoryStorage() });

const fetch = createFetchHandler({ variables });
const { url } = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch });

// biome-ignore lint/suspicious/noConsole: whoever starts it has to know where it serves
console.log(url.href);

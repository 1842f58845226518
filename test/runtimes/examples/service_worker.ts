/** A service worker that answers what its pages ask for below `/engine-rest/`, without a server. */
import { MemoryStorage } from "../../../adapters/memory.ts";
import { ProcessVariables } from "../../../core/mod.ts";
import { createFetchHandler } from "../../../core/rest/fetch/mod.ts";

interface FetchEvent {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

declare function addEventListener(type: "fetch", listener: (event: FetchEvent) => void): void;

const variables = new ProcessVariables({ storage: new MemoryStorage() });

const handler = createFetchHandler({ variables });
addEventListener("fetch", (event) => {
  if (event.request.url.includes("/engine-rest/")) event.respondWith(handler(event.request));
});

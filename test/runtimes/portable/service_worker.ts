/** What a service worker serves in the tests, to the pages of its origin. */
import { servedApp } from "./served_app.ts";

interface WorkerEvents {
  readonly activate: { waitUntil(done: Promise<void>): void };
  readonly fetch: { readonly request: Request; respondWith(response: Promise<Response>): void };
}

declare function addEventListener<T extends keyof WorkerEvents>(
  type: T,
  listener: (event: WorkerEvents[T]) => void,
): void;
declare const clients: { claim(): Promise<void> };

const BASE_PATH = "/api/camunda";
const app = servedApp(BASE_PATH);

addEventListener("fetch", (event) => {
  const { pathname } = new URL(event.request.url);
  if (pathname.startsWith(BASE_PATH)) event.respondWith(app(event.request));
});

// The page that has registered it wants its answers, too.
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

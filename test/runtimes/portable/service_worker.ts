/** What a service worker serves in the tests, to the pages of its origin. */
import { servedApp } from "./served_app.ts";

declare function addEventListener(
  type: "fetch",
  listener: (event: {
    readonly request: Request;
    respondWith(response: Promise<Response>): void;
  }) => void,
): void;

const BASE_PATH = "/api/camunda";
const app = servedApp(BASE_PATH);

addEventListener("fetch", (event) => {
  const { pathname } = new URL(event.request.url);
  if (pathname.startsWith(BASE_PATH)) event.respondWith(app(event.request));
});

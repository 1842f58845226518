/** Serves the Fetch handler by `Deno.serve`. */
import { servedApp } from "../portable/served_app.ts";

declare const Deno: {
  serve(
    options: { hostname: string; port: number; onListen(address: { port: number }): void },
    handler: (request: Request) => Promise<Response>,
  ): void;
};

Deno.serve(
  {
    hostname: "127.0.0.1",
    port: 0,
    onListen: ({ port }) => console.log(`varpost listening on http://127.0.0.1:${port}`),
  },
  servedApp(""),
);

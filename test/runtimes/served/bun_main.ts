/** Serves the Fetch handler by `Bun.serve`. */
import { servedApp } from "../portable/served_app.ts";

declare const Bun: {
  serve(options: {
    hostname: string;
    port: number;
    fetch: (request: Request) => Promise<Response>;
  }): { readonly port: number };
};

const { port } = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: servedApp("") });
console.log(`varpost listening on http://127.0.0.1:${port}`);

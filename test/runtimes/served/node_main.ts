/** Serves the Fetch handler by `@hono/node-server`. */
import { serve } from "@hono/node-server";
import { servedApp } from "../portable/served_app.ts";

const server = serve({ hostname: "127.0.0.1", port: 0, fetch: servedApp("") }, () => {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("There is no port");
  console.log(`varpost listening on http://127.0.0.1:${address.port}`);
});

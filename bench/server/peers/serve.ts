import { createServer, type RequestListener } from "node:http";

/** Serves on a free port, and prints the address as varpost does. */
export function serve(listener: RequestListener): void {
  // Large uploads take longer than Node's default limit for a request.
  const server = createServer({ requestTimeout: 0 }, listener);
  server.listen(0, "127.0.0.1", () => announce(server.address()));
}

/** Prints the line that the benchmark waits for. */
export function announce(address: unknown): void {
  if (typeof address !== "object" || address === null || !("port" in address)) return;
  console.log(`listening on http://127.0.0.1:${address.port}`);
}

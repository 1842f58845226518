/** A server as many people write one who need uploads quickly: node:http, busboy and a Map. */
import createBusboy from "busboy";
import { serve } from "./serve.ts";

const values = new Map<string, Buffer>();

serve((request, response) => {
  const url = request.url ?? "";
  if (request.method !== "POST") {
    const value = values.get(url);
    if (value === undefined) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      "Content-Type": "application/octet-stream",
      "Content-Length": value.length,
    });
    response.end(value);
    return;
  }
  const parser = createBusboy({ headers: request.headers });
  parser.on("file", (name, stream) => {
    const chunks: Buffer[] = [];
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    stream.on("end", () => {
      if (name === "data") values.set(url, Buffer.concat(chunks));
    });
  });
  parser.on("error", () => response.writeHead(400).end());
  parser.on("close", () => response.writeHead(204).end());
  request.pipe(parser);
});

/** A server with fastify, its plug-in for forms and a Map. */
import multipart from "@fastify/multipart";
import createFastify from "fastify";
import { announce } from "./serve.ts";

const values = new Map<string, Buffer>();
const server = createFastify({ requestTimeout: 0 });
await server.register(multipart, {
  limits: { fileSize: Number.POSITIVE_INFINITY, fields: 32, parts: 32 },
  throwFileSizeLimit: false,
});

server.post("/process-instance/:instance/variables/:name/data", async (request, reply) => {
  for await (const part of request.parts()) {
    if (part.type !== "file") continue;
    const content = await part.toBuffer();
    if (part.fieldname === "data") values.set(request.url, content);
  }
  return reply.code(204).send();
});

server.get("/process-instance/:instance/variables/:name/data", async (request, reply) => {
  const value = values.get(request.url);
  if (value === undefined) return reply.code(404).send();
  return reply.type("application/octet-stream").send(value);
});

await server.listen({ port: 0, host: "127.0.0.1" });
announce(server.server.address());

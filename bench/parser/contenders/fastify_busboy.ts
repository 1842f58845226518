import { once } from "node:events";
import { Readable } from "node:stream";
import { Busboy } from "@fastify/busboy";
import type { Contender } from "../contender.ts";

/** @fastify/busboy, used like busboy. It has ended at `finish`. */
export const fastifyBusboy: Contender = {
  name: "@fastify/busboy",
  ours: false,

  run({ contentType, chunks }, sink) {
    return new Promise((resolve, reject) => {
      const parser = new Busboy({ headers: { "content-type": contentType } });
      parser.on("file", (name, stream) => {
        const part = sink.part(name);
        stream.on("data", (chunk: Buffer) => part.data(chunk));
        stream.on("end", () => part.end());
      });
      parser.on("field", (name, value) => sink.part(name).whole(value));
      parser.on("error", reject);
      parser.on("finish", resolve);
      for (const chunk of chunks) parser.write(chunk);
      parser.end();
    });
  },

  async stream(source, contentType, consume) {
    const parser = new Busboy({ headers: { "content-type": contentType } });
    parser.on("file", async (_name, stream) => {
      for await (const chunk of stream) await consume(chunk);
    });
    const finished = once(parser, "finish");
    Readable.from(source, { objectMode: false }).pipe(parser);
    await finished;
  },
};

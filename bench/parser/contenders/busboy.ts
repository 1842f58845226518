import { once } from "node:events";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import createBusboy from "busboy";
import type { Contender } from "../contender.ts";

/**
 * busboy, written to directly, which is the fastest way to use it. It emits bytes later than fields, so it has ended at `close`.
 */
export const busboy: Contender = {
  name: "busboy",
  ours: false,

  run({ contentType, chunks }, sink) {
    return new Promise((resolve, reject) => {
      const parser = createBusboy({ headers: { "content-type": contentType } });
      parser.on("file", (name, stream) => {
        const part = sink.part(name);
        stream.on("data", (chunk: Buffer) => part.data(chunk));
        stream.on("end", () => part.end());
      });
      parser.on("field", (name, value) => sink.part(name).whole(value));
      parser.on("error", reject);
      parser.on("close", resolve);
      for (const chunk of chunks) parser.write(chunk);
      parser.end();
    });
  },

  async stream(source, contentType, consume) {
    const parser = createBusboy({ headers: { "content-type": contentType } });
    parser.on("file", async (_name, stream) => {
      for await (const chunk of stream) await consume(chunk);
    });
    const closed = once(parser, "close");
    await pipeline(Readable.from(source, { objectMode: false }), parser);
    await closed;
  },
};

import { parseBoundary, parseMultipart } from "../../../dist/core/mod.js";
import { ChunkSource } from "../chunk_source.ts";
import type { Contender } from "../contender.ts";
import { CountingSink } from "../sink.ts";

/** Our async iterator. It reads each body as a stream, or with `bytes()` where parts are collected. */
export const partIterator: Contender = {
  name: "parseMultipart",
  ours: true,

  async run({ boundary, chunks }, sink) {
    for await (const part of parseMultipart(new ChunkSource(chunks), { boundary })) {
      const target = sink.part(part.name);
      if (target instanceof CountingSink) for await (const chunk of part.body) target.data(chunk);
      else target.whole(await part.bytes());
    }
  },

  async stream(source, contentType, consume) {
    const boundary = parseBoundary(contentType);
    for await (const part of parseMultipart(source, { boundary })) {
      for await (const chunk of part.body) await consume(chunk);
    }
  },
};

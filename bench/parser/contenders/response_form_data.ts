import { ChunkSource } from "../chunk_source.ts";
import type { Contender } from "../contender.ts";
import { webStream } from "../web_stream.ts";

/** Node's own `Response.formData()`. */
export const responseFormData: Contender = {
  name: "Response.formData()",
  ours: false,

  async run({ contentType, chunks }, sink) {
    const [only] = chunks;
    const body =
      chunks.length === 1 && only !== undefined ? only : webStream(new ChunkSource(chunks));
    const response = new Response(body, { headers: { "Content-Type": contentType } });
    for (const [name, value] of await response.formData()) {
      const content = typeof value === "string" ? value : new Uint8Array(await value.arrayBuffer());
      sink.part(name).whole(content);
    }
  },

  async stream(source, contentType, consume) {
    const response = new Response(webStream(source), { headers: { "Content-Type": contentType } });
    for (const [, value] of await response.formData()) {
      if (typeof value === "string") continue;
      for await (const chunk of value.stream()) await consume(chunk);
    }
  },
};

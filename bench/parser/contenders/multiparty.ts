import { once } from "node:events";
import { Form } from "multiparty";
import type { Contender } from "../contender.ts";
import { FormRequest, StreamedRequest } from "../form_request.ts";

/** multiparty with its event `part`, which gives streams. Its other ways collect text or write files. */
export const multiparty: Contender = {
  name: "multiparty",
  ours: false,

  run(form, sink) {
    return new Promise((resolve, reject) => {
      const parser = new Form();
      parser.on("part", (part) => {
        const target = sink.part(part.name);
        part.on("data", (chunk: Buffer) => target.data(chunk));
        part.on("end", () => target.end());
        part.on("error", reject);
      });
      parser.on("error", reject);
      parser.on("close", resolve);
      parser.parse(new FormRequest(form));
    });
  },

  async stream(source, contentType, consume) {
    const form = new Form();
    form.on("part", async (part) => {
      for await (const chunk of part) await consume(chunk);
    });
    const closed = once(form, "close");
    form.parse(new StreamedRequest(contentType, source));
    await closed;
  },
};

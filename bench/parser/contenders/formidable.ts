import createForm from "formidable";
import type { Contender } from "../contender.ts";
import { FormRequest, StreamedRequest } from "../form_request.ts";

/** formidable with `onPart`, which gives the bytes. Its other way writes files. */
export const formidable: Contender = {
  name: "formidable",
  ours: false,

  async run(form, sink) {
    const parser = createForm({});
    parser.onPart = (part) => {
      const target = sink.part(part.name ?? "");
      part.on("data", (chunk: Buffer) => target.data(chunk));
      part.on("end", () => target.end());
    };
    await parser.parse(new FormRequest(form));
  },

  async stream(source, contentType, consume) {
    const form = createForm({});
    const request = new StreamedRequest(contentType, source);
    let running = 0;
    let last = Promise.resolve();
    form.onPart = (part) => {
      // Like its own handler: it pauses the request until the bytes are consumed.
      part.on("data", (chunk: Buffer) => {
        running += 1;
        request.pause();
        last = consume(chunk).then(() => {
          running -= 1;
          if (running === 0) request.resume();
        });
      });
    };
    await form.parse(request);
    await last;
  },
};

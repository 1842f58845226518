import { MultipartParser, parseMultipartStream } from "@remix-run/multipart-parser";
import type { Contender } from "../contender.ts";
import { webStream } from "../web_stream.ts";

const UNLIMITED = {
  maxFileSize: Number.POSITIVE_INFINITY,
  maxTotalSize: Number.POSITIVE_INFINITY,
};

/** The synchronous parser of remix. It emits a part when it is complete, as a list of chunks. */
export const remix: Contender = {
  name: "@remix-run/multipart-parser",
  ours: false,

  run({ boundary, chunks }, sink) {
    const parser = new MultipartParser(boundary, UNLIMITED);
    for (const chunk of chunks) {
      for (const part of parser.write(chunk)) {
        const target = sink.part(part.name ?? "");
        for (const content of part.content) target.data(content);
        target.end();
      }
    }
    parser.finish();
  },

  async stream(source, contentType, consume) {
    const boundary = contentType.slice(contentType.indexOf("=") + 1);
    const options = { ...UNLIMITED, boundary };
    for await (const part of parseMultipartStream(webStream(source), options)) {
      for (const chunk of part.content) await consume(chunk);
    }
  },
};

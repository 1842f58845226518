import { MultipartDecoder } from "../../../dist/core/mod.js";
import type { Contender } from "../contender.ts";
import type { PartSink, Sink } from "../sink.ts";

/** Our synchronous layer. */
export const decoder: Contender = {
  name: "MultipartDecoder",
  ours: true,

  run({ boundary, chunks }, sink) {
    const parser = new MultipartDecoder(new SinkHandler(sink), { boundary });
    for (const chunk of chunks) parser.write(chunk);
    parser.end();
  },
};

class SinkHandler {
  readonly #sink: Sink;
  #part: PartSink | undefined;

  constructor(sink: Sink) {
    this.#sink = sink;
  }

  partBegin({ name }: { readonly name: string }): void {
    this.#part = this.#sink.part(name);
  }

  partData(chunk: Uint8Array): void {
    this.#part?.data(chunk);
  }

  partEnd(): void {
    this.#part?.end();
  }
}

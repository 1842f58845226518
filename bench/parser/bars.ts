import type { Bar } from "../support/bar.ts";
import { bestPeer, geometricMean, least, ratio, resultOf } from "./figures.ts";
import type { Measured } from "./measure.ts";

const DECODER = "MultipartDecoder";

/** The promises about the parser, with the figures of this run. */
export function parserBars(measured: readonly Measured[]): Bar[] {
  const bulk = measured.filter(({ body }) => body.group.endsWith("chunks"));
  const blocks = bulk.filter(({ body }) => !body.name.endsWith(" 512 B"));
  const hostile = measured.filter(({ body }) => body.group === "hostile boundaries");
  const falseStarts = measured.filter(({ body }) => body.group === "false starts");
  const random = byName(measured, "random");
  const fields = byName(measured, "500 fields");
  const value = byName(measured, "1 KiB and text");
  const tiny = byName(measured, "random, 512 B");
  return [
    ...blocks.map((body) => bar(`${place(body)}: decoder ÷ best peer`, 0.95, toPeer(body))),
    bar("bulk: decoder ÷ best peer, geometric mean", 1.5, geometricMean(blocks.map(toPeer))),
    ...blocks.map((body) => bar(`${place(body)}: decoder ÷ slower floor`, 0.75, toFloor(body))),
    ...hostile.map((body) => bar(`${place(body)}: decoder ÷ best peer`, 0.95, toPeer(body))),
    bar(
      "hostile boundaries: decoder, worst ÷ its own random",
      0.1,
      least(hostile.map((body) => throughputRatio(body, random))),
    ),
    ...falseStarts.map((body) =>
      bar(`false starts, ${place(body)}: decoder ÷ best peer`, 0.95, toPeer(body)),
    ),
    bar("1 KiB and text: decoder ÷ busboy", 5, toBusboy(value, DECODER)),
    bar("1 KiB and text: parseMultipart ÷ busboy", 1.5, toBusboy(value, "parseMultipart")),
    bar(
      "1 KiB and text: setFromForm into memory ÷ busboy",
      2,
      toBusboy(value, "setFromForm, memory"),
    ),
    bar("500 fields: decoder ÷ best peer", 1.5, fields && toPeer(fields)),
    bar("512 B chunks: decoder ÷ best peer", 1, tiny && toPeer(tiny)),
  ];
}

function bar(what: string, atLeast: number, figure: number | undefined): Bar {
  return { what, figure, atLeast, unit: "×" };
}

function byName(measured: readonly Measured[], name: string): Measured | undefined {
  return measured.find(({ body }) => body.name === name);
}

function place({ body }: Measured): string {
  return body.group === "64 KiB chunks" ? `${body.name}, 64 KiB` : body.name;
}

function toPeer(measured: Measured): number | undefined {
  return ratio(resultOf(measured, DECODER), bestPeer(measured));
}

function toFloor(measured: Measured): number | undefined {
  const decoder = resultOf(measured, DECODER);
  const search = ratio(decoder, resultOf(measured, "one indexOf pass"));
  const copy = ratio(decoder, resultOf(measured, "one memory copy"));
  // The slower of the two floors gives the higher ratio.
  return search === undefined || copy === undefined ? undefined : Math.max(search, copy);
}

function toBusboy(measured: Measured | undefined, contender: string): number | undefined {
  return ratio(resultOf(measured, contender), resultOf(measured, "busboy"));
}

function throughputRatio(of: Measured, to: Measured | undefined): number | undefined {
  const speed = ratio(resultOf(of, DECODER), resultOf(to, DECODER));
  return speed === undefined || to === undefined ? undefined : (speed * of.bytes) / to.bytes;
}

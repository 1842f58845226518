import type { LogFile } from "./_log_file.ts";

/** Bytes of a log that are wanted. */
export interface LogRange {
  readonly offset: number;
  readonly bytes: number;
}

/** Ranges no further apart than this are read at once, with what lies between. */
const MAX_GAP = 16_384;
/** At most this much is read at once, unless a single range is longer. */
const MAX_READ = 1_048_576;

/**
 * Reads many ranges of a log with few reads.
 *
 * @param log The log; it must be held until the last range was read.
 * @param ranges Any ranges, none overlapping.
 * @returns Each range with its bytes, by their place in the log. The bytes share memory with those of their neighbours.
 */
export async function* readRanges<Range extends LogRange>(
  log: LogFile,
  ranges: readonly Range[],
): AsyncGenerator<[Range, Buffer], void, undefined> {
  const sorted = [...ranges].sort((a, b) => a.offset - b.offset);
  for (let first = 0; first < sorted.length; ) {
    const start = sorted[first]?.offset ?? 0;
    let end = start;
    let next = first;
    for (let range = sorted[next]; range !== undefined; range = sorted[++next]) {
      const rangeEnd = range.offset + range.bytes;
      if (next > first && (range.offset - end > MAX_GAP || rangeEnd - start > MAX_READ)) break;
      end = rangeEnd;
    }
    const bytes = await log.read(start, end - start);
    for (const range of sorted.slice(first, next)) {
      yield [range, bytes.subarray(range.offset - start, range.offset - start + range.bytes)];
    }
    first = next;
  }
}

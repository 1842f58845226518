import type { Writable } from "node:stream";
import { BoundedLines } from "../node/_bounded_lines.ts";
import { logLine } from "../node/_log_line.ts";
import type { LogFormat } from "../node/log_format.ts";
import type { EndedRequest } from "../node/observing/ended_request.ts";
import type { RequestObserver } from "../node/observing/request_observer.ts";
import { accessLine } from "./_access_line.ts";

/** How the lines of an access log look. */
export interface AccessLogOptions {
  readonly format: LogFormat;
  /** Whether lines have targets, with the names of variables and instances, and the query strings. */
  readonly withTargets: boolean;
}

/**
 * Makes an observer that writes a line for each request. Lines of one turn of the event loop are written together, since each writing
 * takes about as long as all else here. If nobody reads the stream, lines are dropped once 1 MiB waits, and told when there is room.
 *
 * @param stream Where the lines go.
 * @param options How they look.
 */
export function accessLog(
  stream: Writable,
  { format, withTargets }: AccessLogOptions,
): RequestObserver {
  const lines = new BoundedLines(stream, (dropped) => {
    return logLine(format, "warn", "Dropped lines of the access log: nobody read them", {
      dropped,
    });
  });
  let ended: EndedRequest[] = [];
  const flush = () => {
    const text = ended.map((request) => accessLine(request, format, withTargets)).join("");
    lines.write(text, ended.length);
    ended = [];
  };
  return {
    ended(request) {
      ended.push(request);
      if (ended.length === 1) setImmediate(flush);
    },
  };
}

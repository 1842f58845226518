import { shorten } from "../../core/errors/_shorten.ts";
import { shownTarget } from "../../core/rest/log/_shown_target.ts";
import { escapeControls } from "../node/_escape_controls.ts";
import type { LogFormat } from "../node/log_format.ts";
import type { EndedRequest } from "../node/observing/ended_request.ts";

/** What a word may look like that needs no quotes. A dash alone stands for what is not there. */
const PLAIN_WORD = /^[\w.@+][\w.@+-]*$/;

/**
 * Makes the line of a request that has ended. As text it has a fixed number of words.
 *
 * @param request The request.
 * @param format The form of the line.
 * @param withTarget Whether it has the target, with the names of variables and instances, and the query string.
 */
export function accessLine(request: EndedRequest, format: LogFormat, withTarget: boolean): string {
  const time = new Date(request.startedAt).toISOString();
  const ms = Number(request.ms.toFixed(3));
  const url = withTarget ? shorten(shownTarget(request.target)) : undefined;
  return format === "json" ? json(request, time, ms, url) : text(request, time, ms, url);
}

function json(
  { method, operation, status, bytesIn, bytesOut, user, outcome, refusal }: EndedRequest,
  time: string,
  ms: number,
  url: string | undefined,
): string {
  // One literal without a spread, which would make it an object that takes ten times as long.
  const line = {
    time,
    level: "info",
    message: "access",
    method: method || null,
    operation: operation ?? null,
    status: status ?? null,
    bytesIn,
    bytesOut,
    ms,
    user: user ?? null,
    outcome,
    refusal: refusal ?? null,
    url,
  };
  return `${escapeControls(JSON.stringify(line))}\n`;
}

function text(
  { method, operation, status, bytesIn, bytesOut, user, outcome, refusal }: EndedRequest,
  time: string,
  ms: number,
  url: string | undefined,
): string {
  const asked = `${word(method || undefined)} ${word(operation)} ${status ?? "-"}`;
  const told = `${bytesIn} ${bytesOut} ${ms} ${word(user)} ${outcome} ${word(refusal)}`;
  return `${time} access ${asked} ${told}${url === undefined ? "" : ` ${quoted(url)}`}\n`;
}

function word(text: string | undefined): string {
  if (text === undefined) return "-";
  return PLAIN_WORD.test(text) ? text : quoted(text);
}

function quoted(text: string): string {
  return escapeControls(JSON.stringify(text));
}

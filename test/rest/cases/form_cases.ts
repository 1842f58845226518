/** Short forms of cases that send a form. */
import type { FormPart } from "../../server/_form.ts";
import { bytes, NO_CONTENT, variable } from "../answers.ts";
import type { DifferenceId } from "../differences.ts";
import { DATA, get, post } from "../requests.ts";
import { type RestCase, restCase, type Step } from "../rest_case.ts";

type Parts = readonly FormPart[];

export function data(
  content: string | Uint8Array,
  contentType?: string,
  filename?: string,
): FormPart {
  return {
    name: "data",
    content,
    ...(contentType !== undefined && { contentType }),
    ...(filename !== undefined && { filename }),
  };
}

export function text(name: string, content: string, contentType?: string): FormPart {
  return contentType === undefined ? { name, content } : { name, content, contentType };
}

/** A form that is stored, and how it is read: as a variable, and as bytes. */
export function stores(
  name: string,
  parts: Parts,
  read: Step[1],
  download: Step[1],
  differs?: DifferenceId,
  needs?: string,
): RestCase {
  const steps: readonly Step[] = [
    [post(...parts), NO_CONTENT],
    [get(), read],
    [get(DATA), download],
  ];
  return restCase(`form: ${name}`, steps, differs, needs);
}

/** A form that is stored as Bytes, one character for each. */
export function storesBytes(
  name: string,
  parts: Parts,
  content: string,
  differs?: DifferenceId,
): RestCase {
  const base64 = Buffer.from(content, "latin1").toString("base64");
  return stores(name, parts, variable("Bytes", `"${base64}"`), bytes(content), differs);
}

/** A form that is refused, over a variable that stays. */
export function refuses(
  name: string,
  parts: Parts,
  answer: Step[1],
  differs?: DifferenceId,
): RestCase {
  const steps: readonly Step[] = [
    [post(data("before")), NO_CONTENT],
    [post(...parts), answer],
    [get(DATA), bytes("before")],
  ];
  return restCase(`form: ${name}`, steps, differs);
}

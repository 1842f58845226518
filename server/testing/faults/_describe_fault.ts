import { shorten } from "../../../core/errors/_shorten.ts";
import type { Fault } from "./fault.ts";

/** Describes a fault as a test has written it, for the journal. */
export function describeFault(fault: Fault): string {
  const { body } = fault;
  const printed = body instanceof Uint8Array ? { ...fault, body: `${body.length} bytes` } : fault;
  const text = JSON.stringify(printed, (_, value: unknown) =>
    value === Infinity ? "Infinity" : value,
  );
  return shorten(text);
}

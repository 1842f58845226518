import type { Fault } from "./fault.ts";

/** The things that a fault does. */
type Part =
  | "delay"
  | "status"
  | "storage"
  | "optimisticLocking"
  | "delayAnswer"
  | "headers"
  | "body"
  | "drip"
  | "reset: request"
  | "reset: answer"
  | "afterBytes";

/** What a client sees of an answer. */
const SEEN: readonly Part[] = [
  "status",
  "storage",
  "optimisticLocking",
  "headers",
  "body",
  "drip",
  "afterBytes",
];

/** Of what nobody would see anything. */
const HIDDEN: Partial<Record<Part, readonly Part[]>> = {
  status: ["storage", "optimisticLocking"],
  storage: ["optimisticLocking"],
  "reset: request": [...SEEN, "delayAnswer", "reset: answer"],
  "reset: answer": SEEN,
};

/** Finds two parts of a fault of which one hides the other; `undefined` if all take effect. */
export function hiddenPart(fault: Fault): readonly [by: string, hidden: string] | undefined {
  const parts = partsOf(fault);
  for (const by of parts) {
    const hidden = parts.find((part) => HIDDEN[by]?.includes(part));
    if (hidden !== undefined) return [by, hidden];
  }
  return undefined;
}

/** Whether both faults take effect if they apply to one request. */
export function fitTogether(one: Fault, other: Fault): boolean {
  const [ours, theirs] = [partsOf(one), partsOf(other)];
  return !ours.some((our) =>
    theirs.some(
      (their) => our === their || HIDDEN[our]?.includes(their) || HIDDEN[their]?.includes(our),
    ),
  );
}

function partsOf(fault: Fault): readonly Part[] {
  const { reset, afterBytes } = fault;
  const parts: Part[] = [];
  if (fault.delay !== undefined) parts.push("delay");
  if (fault.status !== undefined) parts.push("status");
  if (fault.storage !== undefined) parts.push("storage");
  if (fault.optimisticLocking === true) parts.push("optimisticLocking");
  if (fault.delayAnswer !== undefined) parts.push("delayAnswer");
  if (fault.headers !== undefined) parts.push("headers");
  if (fault.body !== undefined) parts.push("body");
  if (fault.drip !== undefined) parts.push("drip");
  if (reset === "request") parts.push("reset: request");
  else if (reset === "answer")
    parts.push(afterBytes === undefined ? "reset: answer" : "afterBytes");
  return parts;
}

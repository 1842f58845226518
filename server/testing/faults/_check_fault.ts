import { validateHeaderName, validateHeaderValue } from "node:http";
import { checkMembers, type Members } from "../../../core/errors/_check_members.ts";
import { describeValue } from "../../../core/errors/_describe_value.ts";
import { checkMilliseconds } from "../../node/_check_milliseconds.ts";
import { checkWhole } from "./_check_whole.ts";
import { hiddenPart } from "./_fault_parts.ts";
import type { Drip, Fault } from "./fault.ts";

const MEMBERS: Members<Fault> = {
  delay: true,
  status: true,
  type: true,
  message: true,
  code: true,
  storage: true,
  optimisticLocking: true,
  afterOperation: true,
  delayAnswer: true,
  headers: true,
  body: true,
  drip: true,
  reset: true,
  afterBytes: true,
};

const DRIP_MEMBERS: Members<Drip> = { bytes: true, every: true };

/**
 * Checks a fault that a test sets.
 *
 * @throws {TypeError} If it has an unknown member, one of a wrong kind, or two that do not go together.
 * @throws {RangeError} If a number is out of its range.
 */
export function checkFault(fault: Fault): void {
  checkMembers("members of the fault", fault, MEMBERS);
  if (Object.values(fault).every((value) => value === undefined || value === false)) {
    refuse("it does nothing; write what goes wrong, such as { status: 500 }");
  }
  const { delay, delayAnswer, headers, drip } = fault;
  if (delay !== undefined) checkMilliseconds("delay", delay, 0);
  if (delayAnswer !== undefined) checkMilliseconds("delayAnswer", delayAnswer, 0);
  if (headers !== undefined) checkHeaders(headers);
  if (drip !== undefined) checkDrip(drip);
  checkChoice("storage", fault.storage, ["full", "unavailable"]);
  checkChoice("reset", fault.reset, ["request", "answer"]);
  checkKind("optimisticLocking", fault.optimisticLocking, "boolean");
  checkKind("afterOperation", fault.afterOperation, "boolean");
  checkBody(fault.body);
  checkStatus(fault);
  checkCompany(fault);
}

function checkStatus({ status, type, message, code, body }: Fault): void {
  checkKind("type", type, "string");
  checkKind("message", message, "string");
  if (code !== null) checkKind("code", code, "number");
  const isError = status !== undefined && status >= 400;
  if (status !== undefined) {
    checkWhole("status", status, 200, 599);
    const isEmpty = status === 204 || status === 304;
    if (isEmpty && body !== undefined) refuse(`status ${status} has no body; write another status`);
    if (!isEmpty && !isError && body === undefined) {
      refuse(`status ${status} is no error and has no body; write the body, such as body: "[]"`);
    }
  }
  if (type === undefined && message === undefined && code === undefined) return;
  if (!isError) refuse("'type', 'message' and 'code' need a 'status' from 400; write one");
  if (body !== undefined)
    refuse("'body' hides 'type', 'message' and 'code'; leave it out, or these");
}

function checkCompany(fault: Fault): void {
  const { reset, afterBytes, afterOperation, status, storage } = fault;
  if (afterBytes !== undefined) {
    checkWhole("afterBytes", afterBytes, 1, Number.MAX_SAFE_INTEGER);
    if (reset === undefined) refuse(`'afterBytes' needs reset: "request" or reset: "answer"`);
  }
  if (afterOperation === true && status === undefined && storage !== "unavailable") {
    refuse(
      `'afterOperation' needs a 'status' or storage: "unavailable", which replaces the answer`,
    );
  }
  const found = hiddenPart(fault);
  if (found !== undefined) {
    refuse(
      `beside '${found[0]}' nobody would see anything of '${found[1]}'; leave out one of them`,
    );
  }
}

function checkHeaders(headers: Readonly<Record<string, string>>): void {
  if (typeof headers !== "object" || headers === null) {
    refuse(`'headers' are ${describeValue(headers)}; write { "Content-Type": "text/html" }`);
  }
  for (const [name, value] of Object.entries(headers)) {
    checkKind(`headers: ${name}`, value, "string");
    try {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    } catch (cause) {
      const message = `Cannot set the fault: HTTP allows no header ${JSON.stringify(name)} like this`;
      throw new TypeError(message, { cause });
    }
  }
}

function checkDrip(drip: Drip): void {
  checkMembers("members of 'drip'", drip, DRIP_MEMBERS);
  checkWhole("drip: bytes", drip.bytes, 1, Number.MAX_SAFE_INTEGER);
  checkMilliseconds("drip: every", drip.every, 0);
}

function checkBody(body: unknown): void {
  if (body === undefined || typeof body === "string" || body instanceof Uint8Array) return;
  refuse(
    `'body' is ${describeValue(body)}; write a string or a Uint8Array, JSON by JSON.stringify`,
  );
}

function checkChoice(name: string, value: string | undefined, choices: readonly string[]): void {
  if (value === undefined || choices.includes(value)) return;
  const wanted = choices.map((choice) => JSON.stringify(choice)).join(" or ");
  const given = typeof value === "string" ? JSON.stringify(value) : describeValue(value);
  refuse(`'${name}' is ${given}; write ${wanted}`);
}

function checkKind(name: string, value: unknown, kind: "string" | "boolean" | "number"): void {
  if (value === undefined || typeof value === kind) return;
  refuse(`'${name}' is ${describeValue(value)}; write a ${kind}`);
}

function refuse(problem: string): never {
  throw new TypeError(`Cannot set the fault: ${problem}`);
}

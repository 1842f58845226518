import { PreconditionFailedError } from "../../storage/precondition_failed_error.ts";
import type { Precondition } from "../../storage/storage.ts";
import type { Context } from "../_context.ts";
import { parseHttpDate } from "../conditions/_http_date.ts";
import { lastModified } from "../conditions/_last_modified.ts";
import { readCondition } from "../conditions/_read_condition.ts";

/**
 * Reads the conditions of a write of one variable. `If-Unmodified-Since` is a condition on a date, and a storage compares versions.
 * So the version that is there now is compared with the date, and the write must find the same version.
 *
 * @param context The request. Its parameters are the ids of the instance and of the variable.
 * @returns The condition on the variable's version; `undefined` if there is none; a promise only if the variable is looked up.
 * @throws {PreconditionFailedError} Rejects if the variable was changed after the date.
 * @throws {RestError} 400 if a header field is not a list of entity tags.
 */
export function writeCondition(
  context: Context,
): Precondition | undefined | Promise<Precondition | undefined> {
  const { request } = context;
  const condition = readCondition(request);
  const text = request.header("if-unmodified-since");
  if (text === undefined || condition?.ifMatch !== undefined) return condition;
  return withDate(context, text, condition);
}

/** Adds the condition on the date. */
async function withDate(
  { service, parameters }: Context,
  text: string,
  condition: Precondition | undefined,
): Promise<Precondition | undefined> {
  const [instanceId = "", name = ""] = parameters;
  const date = parseHttpDate(text);
  if (date === undefined) {
    // RFC 9110, section 13.1.4, wants it to be ignored.
    const hint =
      "Ignored 'If-Unmodified-Since', which is no date of HTTP: send back a 'Last-Modified'";
    service.log("debug", hint, { instanceId, name });
    return condition;
  }
  const record = await service.variables.stat(instanceId, name);
  // What does not exist has no date, so the write is done unless somebody else creates the variable first.
  if (record === undefined) return { ifNoneMatch: "*" };
  if (lastModified(record) > date) throw new PreconditionFailedError(name, record.version);
  return { ...condition, ifMatch: [record.version] };
}

import { abortable } from "../../bytes/_abortable.ts";
import type { ByteSource } from "../../bytes/byte_source.ts";
import { shorten } from "../../errors/_shorten.ts";
import { checkNames } from "../errors/_check_names.ts";
import { withEnginePrefix } from "../errors/_with_engine_prefix.ts";
import { applyJsonRules } from "../from_json/_json_rules.ts";
import { JsonVariableCollector } from "../from_json/_json_variable_collector.ts";
import { checkSetJsonOptions } from "../options/_check_call.ts";
import type { JsonOptions, SetOptions, SetResult } from "../options/variable_options.ts";
import { type ChangeTarget, findTarget } from "./_find_target.ts";
import { storeVariable } from "./_store_variable.ts";
import type { WriteContext } from "./_write_context.ts";

/** JSON, and the variable to set. */
export interface JsonToSet {
  /** An id of the process instance. */
  readonly instanceId: string;
  readonly name: string;
  readonly body: ByteSource;
  readonly options: SetOptions & JsonOptions;
}

/** Sets a variable from JSON. If that fails, the stages are discarded. */
export async function setFromJson(
  { instanceId, name, body, options }: JsonToSet,
  context: WriteContext,
): Promise<SetResult> {
  checkSetJsonOptions(options);
  checkNames(instanceId, name);
  const { condition } = options;
  const target = await findTarget("put", { instanceId, name, condition }, context);
  try {
    return await setTarget(target, body, options, context);
  } catch (error) {
    throw withEnginePrefix(error, `Cannot put process instance variable ${shorten(name)}`);
  }
}

async function setTarget(
  target: ChangeTarget,
  body: ByteSource,
  { contentLength, signal }: JsonOptions,
  { storage, limits, lenient, heldJson }: WriteContext,
): Promise<SetResult> {
  const document = heldJson.document(contentLength, limits.maxJsonBytes, signal);
  const source = abortable(body, signal);
  const collector = new JsonVariableCollector(source, { limits, storage, document });
  try {
    const variable = await applyJsonRules(await collector.collect(), {
      name: target.name,
      maxTextBytes: limits.maxTextBytes,
      maxValueBytes: limits.maxValueBytes,
      maxJsonBytes: limits.maxJsonBytes,
      lenient,
    });
    signal?.throwIfAborted();
    return await storeVariable(variable, target, storage);
  } finally {
    await collector.release();
  }
}

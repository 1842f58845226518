import { abortable } from "../../bytes/_abortable.ts";
import type { ByteSource } from "../../bytes/byte_source.ts";
import { shorten } from "../../errors/_shorten.ts";
import { checkNames } from "../errors/_check_names.ts";
import { withEnginePrefix } from "../errors/_with_engine_prefix.ts";
import { checkInput } from "../from_value/_check_input.ts";
import { applyInputRules } from "../from_value/_input_rules.ts";
import { checkSetOptions } from "../options/_check_call.ts";
import type { SetOptions, SetResult, VariableInput } from "../options/variable_options.ts";
import { ContentCollector } from "./_content_collector.ts";
import { type ChangeTarget, findTarget } from "./_find_target.ts";
import { storeVariable } from "./_store_variable.ts";
import type { WriteContext } from "./_write_context.ts";

/** A value or content of the program, and the variable to set. */
export interface ValueToSet {
  /** An id of the process instance. */
  readonly instanceId: string;
  readonly name: string;
  readonly input: VariableInput;
  readonly options: SetOptions;
}

/** Sets a variable to a value or content of the program. If that fails, a stage is discarded. */
export async function setValue(
  { instanceId, name, input, options }: ValueToSet,
  context: WriteContext,
): Promise<SetResult> {
  checkInput(input);
  checkSetOptions(options);
  checkNames(instanceId, name);
  const { condition, signal } = options;
  const target = await findTarget("put", { instanceId, name, condition }, context);
  try {
    return await setTarget(target, input, signal, context);
  } catch (error) {
    throw withEnginePrefix(error, `Cannot put process instance variable ${shorten(name)}`);
  }
}

async function setTarget(
  target: ChangeTarget,
  input: VariableInput,
  signal: AbortSignal | undefined,
  { storage, limits, lenient }: WriteContext,
): Promise<SetResult> {
  const { maxTextBytes, maxValueBytes, maxJsonBytes } = limits;
  const bytes = bytesOf(input);
  const collector =
    bytes &&
    new ContentCollector(abortable(bytes, signal), {
      maxBytes: maxValueBytes,
      subject: "the content",
      storage,
    });
  try {
    const content = await collector?.collect();
    const variable = await applyInputRules(input, content, {
      name: target.name,
      maxTextBytes,
      maxValueBytes,
      maxJsonBytes,
      lenient,
    });
    signal?.throwIfAborted();
    return await storeVariable(variable, target, storage);
  } finally {
    await collector?.release();
  }
}

function bytesOf({ value, content }: VariableInput): ByteSource | undefined {
  return value instanceof Uint8Array ? value : content;
}

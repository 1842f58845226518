import type { ByteSource } from "../../bytes/byte_source.ts";
import { shorten } from "../../errors/_shorten.ts";
import type { VariableRecord, VariableStorage } from "../../storage/storage.ts";
import { checkNames } from "../errors/_check_names.ts";
import { refuseKept } from "../errors/_refuse_kept.ts";
import { withEnginePrefix } from "../errors/_with_engine_prefix.ts";
import { FormCollector } from "../from_form/_form_collector.ts";
import { applyFormRules } from "../from_form/_form_rules.ts";
import { checkContentType, openForm } from "../from_form/_open_form.ts";
import type { HeldJson } from "../from_json/_held_json.ts";
import { applyJsonRules } from "../from_json/_json_rules.ts";
import { JsonVariableCollector } from "../from_json/_json_variable_collector.ts";
import type { JavaTypes } from "../java/java_types.ts";
import { checkChangeOptions, checkForm } from "../options/_check_call.ts";
import type { FormLimits } from "../options/form_limits.ts";
import type { ChangeOptions, SetResult, VariableForm } from "../options/variable_options.ts";
import type { VariableValue } from "../values/_variable_value.ts";
import { type ChangeTarget, findTarget, type TargetContext } from "./_find_target.ts";

/** What it takes to set a variable. */
export interface SetContext extends TargetContext {
  readonly limits: FormLimits;
  readonly javaTypes: JavaTypes;
  readonly lenient: boolean;
  readonly heldJson: HeldJson;
}

/** JSON as it comes. */
export interface JsonToSet {
  readonly body: ByteSource;
  /** How long it is, if that is known. */
  readonly contentLength: number | undefined;
}

/** A form, and which variable to set from it. */
export interface FormToSet {
  /** An id of the process instance. */
  readonly instanceId: string;
  readonly name: string;
  readonly form: VariableForm;
  readonly options: ChangeOptions;
}

/**
 * Sets a variable from a form, and gives up what was staged in vain.
 *
 * The fast path of a small form: one asynchronous function beside those of body and storage, which waits only for what is a promise.
 * With a function and an `await` for each step it took 12 % longer.
 */
export async function setFromForm(
  { instanceId, name, form, options }: FormToSet,
  context: SetContext,
): Promise<SetResult> {
  const { storage, limits, lenient, javaTypes } = context;
  checkForm(form);
  checkChangeOptions(options);
  const { condition } = options;
  checkNames(instanceId, name);
  const checked = checkContentType(form.contentType, lenient);
  const target = findTarget("put", { instanceId, name, condition }, context);
  const found = target instanceof Promise ? await target : target;
  const open = openForm(checked, form);
  const { boundary, headerCharset, body } = open instanceof Promise ? await open : open;
  const collector = new FormCollector(body, { boundary, headerCharset, limits, storage });
  try {
    while (await collector.read()) await collector.stage();
    const { value, isTransient, deprecated, hints } = applyFormRules(collector.form, {
      maxJsonBytes: limits.maxJsonBytes,
      javaTypes,
      defaultFilename: lenient ? name : undefined,
    });
    const parsed = value instanceof Promise ? await value : value;
    if (isTransient) await refuseKeptByForm(storage, found);
    const [record] = isTransient ? [] : await put(parsed, found, storage);
    return { record, deprecated, hints };
  } finally {
    if (collector.isOpen) await collector.release();
  }
}

/** Sets a variable from JSON, likewise. */
export async function setFromJson(
  { body, contentLength }: JsonToSet,
  target: ChangeTarget,
  { storage, limits, lenient, heldJson }: SetContext,
): Promise<SetResult> {
  const document = heldJson.document(contentLength, limits.maxJsonBytes);
  const collector = new JsonVariableCollector(body, { limits, storage, document });
  try {
    const variable = await applyJsonRules(await collector.collect(), {
      name: target.name,
      maxTextBytes: limits.maxTextBytes,
      maxValueBytes: limits.maxValueBytes,
      maxJsonBytes: limits.maxJsonBytes,
      lenient,
    });
    if (variable.isTransient) await refuseKept(storage, target.instanceId, target.name);
    const [record] = variable.isTransient ? [] : await put(variable.value, target, storage);
    return { record, deprecated: false, hints: variable.hints };
  } finally {
    await collector.release();
  }
}

/** As the engine tells it: of all that a form can be refused for, this alone comes with what cannot be done. */
async function refuseKeptByForm(
  storage: VariableStorage,
  { instanceId, name }: ChangeTarget,
): Promise<void> {
  try {
    await refuseKept(storage, instanceId, name);
  } catch (error) {
    throw withEnginePrefix(error, `Cannot put process instance variable ${shorten(name)}`);
  }
}

function put(
  { type, valueInfo, content }: VariableValue,
  { instanceId, name, condition }: ChangeTarget,
  storage: VariableStorage,
): Promise<readonly (VariableRecord | undefined)[]> {
  const change = { op: "put", name, type, valueInfo, content } as const;
  const conditional = condition === undefined ? change : { ...change, condition };
  return storage.apply(instanceId, [conditional]);
}

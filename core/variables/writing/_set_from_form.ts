import { abortable } from "../../bytes/_abortable.ts";
import { shorten } from "../../errors/_shorten.ts";
import type { VariableStorage } from "../../storage/storage.ts";
import { checkNames } from "../errors/_check_names.ts";
import { refuseTransientOverStored } from "../errors/_refuse_transient_over_stored.ts";
import { withEnginePrefix } from "../errors/_with_engine_prefix.ts";
import { FormCollector } from "../from_form/_form_collector.ts";
import { applyFormRules } from "../from_form/_form_rules.ts";
import { checkContentType, openForm } from "../from_form/_open_form.ts";
import { checkForm, checkSetOptions } from "../options/_check_call.ts";
import type { SetOptions, SetResult, VariableForm } from "../options/variable_options.ts";
import { type ChangeTarget, findTarget } from "./_find_target.ts";
import { putVariable } from "./_put_variable.ts";
import type { WriteContext } from "./_write_context.ts";

/** A form, and the variable to set. */
export interface FormToSet {
  /** An id of the process instance. */
  readonly instanceId: string;
  readonly name: string;
  readonly form: VariableForm;
  readonly options: SetOptions;
}

/**
 * Sets a variable from a form. If that fails, the stages are discarded.
 *
 * It is one asynchronous function and waits only for promises, since small forms are frequent: with a function and an `await`
 * for each step it took 12 % longer.
 */
export async function setFromForm(
  { instanceId, name, form, options }: FormToSet,
  context: WriteContext,
): Promise<SetResult> {
  const { storage, limits, lenient, javaTypes } = context;
  checkForm(form);
  checkSetOptions(options);
  const { condition, signal } = options;
  checkNames(instanceId, name);
  const checked = checkContentType(form.contentType, lenient);
  const target = findTarget("put", { instanceId, name, condition }, context);
  const found = target instanceof Promise ? await target : target;
  const open = openForm(checked, signal === undefined ? form : abortableForm(form, signal));
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
    signal?.throwIfAborted();
    if (isTransient) await refuseTransientFromForm(storage, found);
    const [record] = isTransient ? [] : await putVariable(parsed, found, storage);
    return { record, deprecated, hints };
  } finally {
    if (collector.isOpen) await collector.release();
  }
}

function abortableForm({ contentType, body }: VariableForm, signal: AbortSignal): VariableForm {
  return { contentType, body: abortable(body, signal) };
}

/** Refuses a transient value from a form. Only before this refusal of a form the engine puts the task that failed. */
async function refuseTransientFromForm(
  storage: VariableStorage,
  { instanceId, name }: ChangeTarget,
): Promise<void> {
  try {
    await refuseTransientOverStored(storage, instanceId, name);
  } catch (error) {
    throw withEnginePrefix(error, `Cannot put process instance variable ${shorten(name)}`);
  }
}

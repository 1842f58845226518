import type { ByteSource } from "../multipart/byte_source.ts";
import type { Precondition, VariableRecord, VariableStorage } from "../storage/storage.ts";
import { FormCollector } from "./_form_collector.ts";
import { applyFormRules } from "./_form_rules.ts";
import { applyJsonRules } from "./_json_rules.ts";
import { JsonVariableCollector } from "./_json_variable_collector.ts";
import type { OpenForm } from "./_open_form.ts";
import type { VariableValue } from "./_variable_value.ts";
import type { FormLimits } from "./form_limits.ts";
import type { JavaTypes } from "./java_types.ts";
import type { SetResult } from "./variable_options.ts";

/** What it takes to set a variable. */
export interface SetContext {
  readonly storage: VariableStorage;
  readonly limits: FormLimits;
  readonly javaTypes: JavaTypes;
  readonly lenient: boolean;
}

/** Which variable to set, and when. */
export interface SetTarget {
  /** Id of the process instance itself. */
  readonly instanceId: string;
  readonly name: string;
  readonly condition: Precondition | undefined;
}

/** Sets a variable from a form, and gives up what was staged in vain. */
export async function setFromForm(
  form: OpenForm,
  target: SetTarget,
  context: SetContext,
): Promise<SetResult> {
  const { boundary, headerCharset, body } = form;
  const { storage, limits } = context;
  const collector = new FormCollector(body, { boundary, headerCharset, limits, storage });
  try {
    const variable = await applyFormRules(await collector.collect(), {
      maxJsonBytes: limits.maxJsonBytes,
      javaTypes: context.javaTypes,
      defaultFilename: context.lenient ? target.name : undefined,
    });
    const { value, isTransient, deprecated, hints } = variable;
    const record = isTransient ? undefined : await put(value, target, storage);
    return { record, deprecated, hints };
  } finally {
    if (collector.hasStages) await collector.release();
  }
}

/** Sets a variable from JSON, likewise. */
export async function setFromJson(
  body: ByteSource,
  target: SetTarget,
  { storage, limits, lenient }: SetContext,
): Promise<SetResult> {
  const collector = new JsonVariableCollector(body, limits, storage);
  try {
    const variable = await applyJsonRules(await collector.collect(), {
      name: target.name,
      maxTextBytes: limits.maxTextBytes,
      maxValueBytes: limits.maxValueBytes,
      maxJsonBytes: limits.maxJsonBytes,
      lenient,
    });
    const record = variable.isTransient ? undefined : await put(variable.value, target, storage);
    return { record, deprecated: false, hints: variable.hints };
  } finally {
    await collector.release();
  }
}

async function put(
  { type, valueInfo, content }: VariableValue,
  { instanceId, name, condition }: SetTarget,
  storage: VariableStorage,
): Promise<VariableRecord | undefined> {
  const change = { op: "put", name, type, valueInfo, content } as const;
  const conditional = condition === undefined ? change : { ...change, condition };
  const [record] = await storage.apply(instanceId, [conditional]);
  return record;
}

import { formatJson } from "../../../../core/json/format_json.ts";
import type { JsonValue } from "../../../../core/json/json_value.ts";
import type { PutChange } from "../../../../core/storage/storage.ts";
import { applyModifications } from "../../../../core/variables/from_json/_apply_modifications.ts";
import { ModificationsReader } from "../../../../core/variables/from_json/_modifications_reader.ts";
import type { ProcessVariables } from "../../../../core/variables/process_variables.ts";
import { EngineError } from "../../_engine_error.ts";
import { nullPointer } from "../tasks/_task_errors.ts";
import type { Members } from "./_members.ts";
import { variableRefusal } from "./_variable_refusal.ts";

const NULL_VARIABLE =
  'Cannot invoke "org.camunda.bpm.engine.rest.dto.VariableValueDto.toTypedValue(org.camunda.bpm.engine.ProcessEngine, com.fasterxml.jackson.databind.ObjectMapper)" because the return value of "java.util.Map$Entry.getValue()" is null';

/** Variables whose JSON has the right types. Their values are not looked at yet. */
export type VariablesInJson = readonly (readonly [name: string, variable: JsonValue])[];

/**
 * Reads a member that is an object of variables.
 *
 * @throws {InvalidQueryError} If its JSON has a wrong type.
 */
export function variablesInJson(members: Members, name: string): VariablesInJson {
  const entries = members.object(name)?.entries() ?? [];
  return entries.map(([variable, parts]) => {
    if (parts === null) return [variable, null];
    parts.object("valueInfo");
    // A number may stand for a text.
    return [variable, new Map([...parts.source, ["type", parts.text("type")]])];
  });
}

/** Variables whose values are right, but for what only shows when they are stored. */
export interface ReadVariables {
  readonly changes: readonly PutChange[];
  /** Why they cannot be stored; `undefined` if they can. */
  readonly fault: EngineError | undefined;
}

/**
 * Turns variables into changes. Transient ones are left out.
 *
 * @throws {EngineError | InvalidVariableError} If a value is wrong, for the first one.
 */
export async function readVariables(
  variables: VariablesInJson,
  service: ProcessVariables,
): Promise<ReadVariables> {
  const changes: PutChange[] = [];
  let fault: EngineError | undefined;
  for (const [name, variable] of variables) {
    if (variable === null) throw nullPointer(NULL_VARIABLE);
    const isUntyped = variable instanceof Map && variable.get("type") === "";
    if (isUntyped) {
      const message = "begin 0, end 1, length 0";
      throw new EngineError(500, "StringIndexOutOfBoundsException", message);
    }
    try {
      changes.push(...(await readVariable(name, variable, service)));
    } catch (error) {
      if (!isFoundLate(error)) throw error;
      fault ??= error;
    }
  }
  return { changes, fault };
}

/** Whether the engine finds an error only when it stores a variable. */
function isFoundLate(error: unknown): error is EngineError {
  return error instanceof EngineError && error.answer.type === "ProcessEngineException";
}

async function readVariable(
  name: string,
  variable: JsonValue,
  { limits, lenient }: ProcessVariables,
): Promise<readonly PutChange[]> {
  const reader = new ModificationsReader({ ...limits, maxJsonBytes: Infinity });
  const modifications = new Map([["modifications", new Map([[name, variable]])]]);
  try {
    reader.write(new TextEncoder().encode(formatJson(modifications)));
    reader.end();
    const { changes } = await applyModifications(reader.request, { ...limits, lenient });
    return changes.filter((change) => change.op === "put");
  } catch (error) {
    throw variableRefusal(error);
  }
}

import { checkPrecondition } from "../../../core/storage/check_precondition.ts";
import type { DeleteChange, VariableRecord } from "../../../core/storage/storage.ts";
import type { DriverPut } from "../../../core/storage/storage_driver.ts";
import { unavailable } from "../connections/_storage_error.ts";
import { PostgresStage } from "../contents/_postgres_stage.ts";
import type { VariableRow } from "../tables/_variable_rows.ts";
import type { Applied, ApplyCall } from "./_apply_call.ts";

/** The state of a variable. */
export interface Present {
  readonly version: string;
  /** Number of its content; `undefined` if its row has its bytes, or it is null. */
  readonly content: number | undefined;
}

/** The result of one call. */
export type Outcome = { readonly applied: Applied } | { readonly error: unknown };

/** A variable that the batch writes, or deletes if there is no row. */
export interface PlannedVariable {
  readonly instanceId: string;
  readonly name: string;
  /** The state before the batch, if it was read. */
  readonly before: Present | undefined;
  /** The state after the calls so far. */
  after: Present | undefined;
  row: VariableRow | undefined;
}

/** What the batch knows of the store, under its locks. */
export interface PlanInput {
  /** The variables that are there, by `variableKey`. Those may be missing that are only put, and have no preconditions. */
  readonly present: ReadonlyMap<string, Present>;
  /** The stages that are still there as a whole. */
  readonly stages: ReadonlySet<number>;
  /** The time of the batch. */
  readonly now: Date;
  nextVersion(): string;
}

/** What a batch of calls does: the outcome of each call, and the state of each variable behind the last of them. */
export class ApplyPlan {
  readonly outcomes: readonly Outcome[];
  readonly #input: PlanInput;
  readonly #variables = new Map<string, PlannedVariable>();

  /** Carries the calls out, one after the other. A call that is refused changes nothing. */
  constructor(calls: readonly ApplyCall[], input: PlanInput) {
    this.#input = input;
    this.outcomes = calls.map((call) => this.#try(call));
  }

  /** The variables that change. */
  get changed(): readonly PlannedVariable[] {
    return [...this.#variables.values()].filter(({ before, after }) => before !== after);
  }

  #try(call: ApplyCall): Outcome {
    try {
      for (const change of call.changes) if (change.op !== "clear") this.#check(call, change);
      const applied = call.changes.map((change) =>
        change.op === "clear" ? undefined : this.#apply(call, change),
      );
      return { applied };
    } catch (error) {
      return { error };
    }
  }

  #check({ instanceId }: ApplyCall, change: DriverPut<PostgresStage> | DeleteChange): void {
    const version = this.#find(instanceId, change.name).after?.version;
    checkPrecondition(change.condition, change.name, version);
    if (change.op !== "put" || !(change.content instanceof PostgresStage)) return;
    const { bytes } = change.content;
    if (typeof bytes !== "number" || this.#input.stages.has(bytes)) return;
    const reason =
      "the database was away for so long, or has crashed, so that the staged bytes were lost";
    throw unavailable("apply the changes", reason);
  }

  #apply(
    { instanceId }: ApplyCall,
    change: DriverPut<PostgresStage> | DeleteChange,
  ): VariableRecord | undefined {
    const variable = this.#find(instanceId, change.name);
    if (change.op === "delete") {
      variable.row = undefined;
      variable.after = undefined;
      return undefined;
    }
    const row = this.#row(change);
    variable.row = row;
    variable.after = { version: row.record.version, content: row.content };
    return row.record;
  }

  #row({ name, type, valueInfo, content: given }: DriverPut<PostgresStage>): VariableRow {
    const bytes = given instanceof PostgresStage ? given.bytes : given;
    const content = typeof bytes === "number" ? bytes : undefined;
    const record: VariableRecord = {
      name,
      type,
      valueInfo,
      isNull: given === null,
      size: given === null ? 0 : given instanceof PostgresStage ? given.size : given.length,
      version: this.#input.nextVersion(),
      updatedAt: this.#input.now,
      ...(bytes instanceof Uint8Array ? { inline: bytes } : {}),
    };
    return { record, content };
  }

  #find(instanceId: string, name: string): PlannedVariable {
    const key = variableKey(instanceId, name);
    const known = this.#variables.get(key);
    if (known !== undefined) return known;
    const before = this.#input.present.get(key);
    const variable = { instanceId, name, before, after: before, row: undefined };
    this.#variables.set(key, variable);
    return variable;
  }
}

/** A key for a variable. Names have no U+0000. */
export function variableKey(instanceId: string, name: string): string {
  return `${instanceId}\0${name}`;
}

import { checkName } from "../storage/check_name.ts";
import type { OpenVariable, VariableRecord, VariableStorage } from "../storage/storage.ts";
import { type FormLimits, formLimits } from "./form_limits.ts";
import { InvalidVariableError } from "./invalid_variable_error.ts";
import { NotFoundError } from "./not_found_error.ts";

/** What a {@linkcode ProcessVariables} works with. */
export interface ProcessVariablesOptions {
  /** Where the variables are kept. */
  readonly storage: VariableStorage;
  /** Limits of a form. Those not set have the defaults of {@linkcode FormLimits}. */
  readonly limits?: Partial<FormLimits>;
  /**
   * Maps an id to that of its process instance: to itself, or, if it is an execution's, to that of the instance it is of;
   * `undefined` if there is no such instance. Default: every id is a process instance, possibly without variables.
   */
  readonly resolveInstance?: (
    instanceId: string,
  ) => string | undefined | Promise<string | undefined>;
}

/** A form as it came over the wire. */
export interface VariableForm {
  /** The form's whole `Content-Type`, with the boundary. */
  readonly contentType: string | null | undefined;
  /** The form's bytes. A chunk is not touched any more once the next one is asked for. */
  readonly body: AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>;
}

/** What became of a form. */
export interface SetResult {
  /** The variable as it is stored now; `undefined` if the form said `transient=true`, so that nothing was stored. */
  readonly record: VariableRecord | undefined;
  /** True if the form used the deprecated part `type`. */
  readonly deprecated: boolean;
  /** What the sender may have meant otherwise, for a log at debug level. */
  readonly hints: readonly string[];
}

/** Process variables in a storage, set and read as by the engine's binary variable resource. */
export class ProcessVariables {
  /** The limits that hold for every form. */
  readonly limits: FormLimits;
  readonly #storage: VariableStorage;
  readonly #resolveInstance: ProcessVariablesOptions["resolveInstance"];

  constructor(options: ProcessVariablesOptions) {
    this.limits = formLimits(options.limits);
    this.#storage = options.storage;
    this.#resolveInstance = options.resolveInstance;
  }

  /**
   * Sets one variable from a multipart form. Names, content type and instance are checked before the first chunk of the
   * body is asked for.
   */
  async setFromForm(instanceId: string, name: string, form: VariableForm): Promise<SetResult> {
    await this.#resolve("put", instanceId, name);
    throw new Error(`Cannot read a form of ${form.contentType}`);
  }

  /** Opens a variable that holds bytes. Whoever opens closes. */
  async open(instanceId: string, name: string): Promise<OpenVariable> {
    const owner = await this.#resolve("get", instanceId, name);
    const variable = await this.#storage.open(owner, name);
    if (variable === undefined) {
      throw new NotFoundError(
        "InvalidRequestException",
        `process instance variable with name ${name} does not exist`,
      );
    }
    if (isBinary(variable.record)) return variable;
    await variable.close();
    throw new InvalidVariableError(
      "InvalidRequestException",
      `Value of variable with id ${instanceId} is not a binary value.`,
    );
  }

  async #resolve(action: "put" | "get", instanceId: string, name: string): Promise<string> {
    try {
      checkName("instance id", instanceId);
      checkName("variable name", name);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      throw new InvalidVariableError("InvalidRequestException", error.message, { cause: error });
    }
    if (this.#resolveInstance === undefined) return instanceId;
    const owner = await this.#resolveInstance(instanceId);
    if (owner !== undefined) return owner;
    throw new NotFoundError(
      "RestException",
      `Cannot ${action} process instance variable ${name}: execution ${instanceId} doesn't exist: execution is null`,
    );
  }
}

function isBinary({ type, valueInfo }: VariableRecord): boolean {
  if (type === "Bytes" || type === "File") return true;
  return (
    type === "Object" &&
    valueInfo.serializationDataFormat === "application/x-java-serialized-object"
  );
}

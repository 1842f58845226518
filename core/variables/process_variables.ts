import type { ByteSource } from "../multipart/byte_source.ts";
import { parseBoundary } from "../multipart/parse_boundary.ts";
import { parseMediaType } from "../multipart/parse_media_type.ts";
import { checkName } from "../storage/check_name.ts";
import type { OpenVariable, VariableRecord, VariableStorage } from "../storage/storage.ts";
import { FormCollector } from "./_form_collector.ts";
import { applyFormRules } from "./_form_rules.ts";
import { JAVA_FORMAT } from "./_variable_value.ts";
import { type FormLimits, formLimits } from "./form_limits.ts";
import { InvalidVariableError } from "./invalid_variable_error.ts";
import { type JavaType, JavaTypes } from "./java_types.ts";
import { NotFoundError } from "./not_found_error.ts";

/** What a {@linkcode ProcessVariables} works with. */
export interface ProcessVariablesOptions {
  /** Where the variables are kept. */
  readonly storage: VariableStorage;
  /** Limits of a form. Those not set have the defaults of {@linkcode FormLimits}. */
  readonly limits?: Partial<FormLimits>;
  /** Java types that the part `type` may name, beside those of the JDK that are known anyway. */
  readonly javaTypes?: Iterable<JavaType>;
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
  readonly body: ByteSource;
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

/**
 * Process variables in a storage, set and read as by Camunda 7's binary variable resource. What an embedder holds, and all that
 * a server calls.
 *
 * @example
 * ```ts
 * import { ProcessVariables } from "varpost";
 * import { MemoryStorage } from "varpost/adapters/memory";
 * import assert from "node:assert/strict";
 *
 * const variables = new ProcessVariables({ storage: new MemoryStorage() });
 *
 * const form = new FormData();
 * form.append("data", new Blob(["%PDF-1.7"], { type: "application/pdf" }), "invoice.pdf");
 * form.append("valueType", "File");
 * const { headers, body } = new Response(form);
 * assert(body);
 * await variables.setFromForm("aProcessInstanceId", "invoice", {
 *   contentType: headers.get("content-type"),
 *   body,
 * });
 *
 * const variable = await variables.open("aProcessInstanceId", "invoice");
 * assert.deepEqual(variable.record.valueInfo, { filename: "invoice.pdf", mimeType: "application/pdf" });
 * await variable.close();
 * ```
 */
export class ProcessVariables {
  /** The limits that hold for every form. */
  readonly limits: FormLimits;
  readonly #storage: VariableStorage;
  readonly #javaTypes: JavaTypes;
  readonly #resolveInstance: ProcessVariablesOptions["resolveInstance"];

  /**
   * @param options What to work with.
   * @throws {RangeError} If a limit is no whole number from 0, nor `Infinity`.
   * @throws {SyntaxError} If a Java type's name is malformed.
   */
  constructor(options: ProcessVariablesOptions) {
    this.limits = formLimits(options.limits);
    this.#storage = options.storage;
    this.#javaTypes = new JavaTypes(options.javaTypes);
    this.#resolveInstance = options.resolveInstance;
  }

  /**
   * Sets one variable from a multipart form with a part `data` and, before or after it, parts that say what it is. The old
   * value stands until the new one is stored whole, and if anything fails; then nothing of the form is kept.
   *
   * Names, content type and instance are checked before the first chunk of the body is asked for. If the form is refused while
   * it is read, the body is ended (`return`).
   *
   * @param instanceId Id of the process instance.
   * @param name The variable's name.
   * @param form The form.
   * @returns What became of it, once it is stored.
   * @throws {InvalidVariableError} If a name, or the variable that the form says, is not valid.
   * @throws {NotFoundError} If there is no such process instance.
   * @throws {UnsupportedMediaTypeError} If the content type is not multipart/form-data.
   * @throws {MultipartSyntaxError} If the form is malformed, or cut.
   * @throws {LimitExceededError} If the form exceeds one of the limits.
   * @throws {StorageError} If the storage fails.
   * @throws What the body throws, as it is.
   */
  async setFromForm(instanceId: string, name: string, form: VariableForm): Promise<SetResult> {
    checkNames(instanceId, name);
    const boundary = parseBoundary(form.contentType);
    const owner = await this.#findInstance("put", instanceId, name);
    const collector = new FormCollector(form.body, {
      boundary,
      headerCharset: headerCharset(form.contentType),
      limits: this.limits,
      storage: this.#storage,
    });
    try {
      const variable = await applyFormRules(await collector.collect(), {
        maxJsonBytes: this.limits.maxJsonBytes,
        javaTypes: this.#javaTypes,
      });
      const { type, valueInfo, content } = variable.value;
      const change = { op: "put", name, type, valueInfo, content } as const;
      const [record] = variable.isTransient ? [] : await this.#storage.apply(owner, [change]);
      return { record, deprecated: variable.deprecated, hints: variable.hints };
    } finally {
      if (collector.hasStages) await collector.release();
    }
  }

  /**
   * Opens a variable whose value is bytes: Bytes, File, or an Object from a Java serialization stream. Whoever opens closes.
   *
   * @param instanceId Id of the process instance.
   * @param name The variable's name.
   * @returns The present version with its bytes; none if it is a typed null.
   * @throws {NotFoundError} If there is no such variable, or no such process instance.
   * @throws {InvalidVariableError} If a name is not valid, or the value is not bytes.
   * @throws {StorageError} If the storage fails.
   */
  async open(instanceId: string, name: string): Promise<OpenVariable> {
    checkNames(instanceId, name);
    const owner = await this.#findInstance("get", instanceId, name);
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

  async #findInstance(action: "put" | "get", id: string, name: string): Promise<string> {
    const owner = this.#resolveInstance === undefined ? id : await this.#resolveInstance(id);
    if (owner !== undefined) return owner;
    throw new NotFoundError(
      "RestException",
      `Cannot ${action} process instance variable ${name}: execution ${id} doesn't exist: execution is null`,
    );
  }
}

/** The charset that the form's own content type names, as Apache's HttpClient does: that of its parts' headers. */
function headerCharset(contentType: string | null | undefined): string | undefined {
  // Few do, and a small form is to cost no second parsing.
  if (contentType == null || !/charset/i.test(contentType)) return undefined;
  return parseMediaType(contentType)?.parameters.get("charset");
}

function checkNames(instanceId: string, name: string): void {
  try {
    checkName("instance id", instanceId);
    checkName("variable name", name);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new InvalidVariableError("InvalidRequestException", error.message, { cause: error });
  }
}

function isBinary({ type, valueInfo }: VariableRecord): boolean {
  if (type === "Bytes" || type === "File") return true;
  return type === "Object" && valueInfo.serializationDataFormat === JAVA_FORMAT;
}

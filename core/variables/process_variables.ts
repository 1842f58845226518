import type { ByteSource } from "../bytes/byte_source.ts";
import { askHealth, type HealthProbe, readProbe } from "../storage/_health_probe.ts";
import type { OpenVariable, VariableRecord } from "../storage/storage.ts";
import type { StorageHealth } from "../storage/storage_health.ts";
import { checkInstanceId } from "./errors/_check_names.ts";
import { HeldJson } from "./from_json/_held_json.ts";
import { InstanceResolver } from "./instances/_instance_resolver.ts";
import { JavaTypes } from "./java/java_types.ts";
import { checkGetOptions, checkListOptions, checkPageQuery } from "./options/_check_call.ts";
import { checkNarrowing, checkOptions } from "./options/_check_options.ts";
import {
  checkInstanceQuery,
  checkVariableFilter,
  checkVariableJsonQuery,
  checkVariableQuery,
} from "./options/_check_query.ts";
import { type FormLimits, formLimits } from "./options/form_limits.ts";
import type { ProcessVariablesOptions } from "./options/process_variables_options.ts";
import type {
  ChangeOptions,
  GetJsonOptions,
  JsonOptions,
  ListJsonOptions,
  ModifyResult,
  OpenVariableJson,
  PageQuery,
  SearchOptions,
  SetOptions,
  SetResult,
  Variable,
  VariableForm,
  VariableInput,
  VariableInstance,
  VariableJson,
} from "./options/variable_options.ts";
import type {
  InstanceQuery,
  VariableFilter,
  VariableJsonQuery,
  VariableQuery,
} from "./options/variable_query.ts";
import { countInstances, findInstances } from "./querying/_find_instances.ts";
import { countVariables, findVariables } from "./querying/_find_variables.ts";
import { queryJson } from "./querying/_query_json.ts";
import { getVariable } from "./reading/_get_variable.ts";
import { listJson } from "./reading/_list_json.ts";
import { listVariables } from "./reading/_list_variables.ts";
import { openBinary, openVariable } from "./reading/_open_variable.ts";
import { getJson, openJson } from "./reading/_read_json.ts";
import { findById, findByName } from "./reading/_wanted_variable.ts";
import { clearInstance, deleteVariable } from "./writing/_delete_variables.ts";
import { modifyVariables } from "./writing/_modify_variables.ts";
import { setFromForm } from "./writing/_set_from_form.ts";
import { setFromJson } from "./writing/_set_from_json.ts";
import { setValue } from "./writing/_set_value.ts";
import type { WriteContext } from "./writing/_write_context.ts";

/**
 * The process variables in a storage. They are set and read by the rules of Camunda 7's variable resources.
 *
 * - `set` and `get` take and give values of JavaScript; `open` gives bytes, `list` and `query` give records
 * - `setFromForm`, `setFromJson` and `modify` read what a client of the engine sends, while it arrives
 * - `getJson`, `openJson`, `listJson`, `queryJson` and `openBinary` give what the engine answers
 *
 * An instance id is the id of a process instance, or any id that the option `resolveInstance` maps to one. Ids and names have 1
 * to 255 characters (code points) without U+0000.
 *
 * An error about what a client sent, or about what does not exist, is an {@linkcode AnsweredError}: it knows its answer over
 * HTTP, with the engine's type and message. A mistake of the program is a TypeError that says what to write: a name that is not
 * a string, a body that is not bytes, a misspelt option.
 *
 * @example Values
 * ```ts
 * import { ProcessVariables } from "varpost";
 * import { MemoryStorage } from "varpost/adapters/memory";
 * import assert from "node:assert/strict";
 *
 * const variables = new ProcessVariables({ storage: new MemoryStorage() });
 * await variables.set("order-7", "amount", { value: 42 });
 * await variables.set("order-7", "due", { value: new Date("2030-01-31T12:00:00Z") });
 *
 * const { value, record } = await variables.get("order-7", "amount");
 * assert.deepEqual([value, record.type], [42, "Integer"]);
 * ```
 *
 * @example An upload
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
 * await variables.setFromForm("order-7", "invoice", { contentType: headers.get("content-type"), body });
 *
 * const variable = await variables.open("order-7", "invoice");
 * try {
 *   assert.deepEqual(variable.record.valueInfo, { filename: "invoice.pdf", mimeType: "application/pdf" });
 *   for await (const chunk of variable.read()) assert.equal(new TextDecoder().decode(chunk), "%PDF-1.7");
 * } finally {
 *   await variable.close();
 * }
 * ```
 */
export class ProcessVariables {
  /** The limits that hold for all that is read. */
  readonly limits: FormLimits;
  /** Whether what the engine ignores is ignored, too: the option of the same name. */
  readonly lenient: boolean;
  #context: WriteContext;
  /** Of a storage that cannot tell its health. */
  #reads: HealthProbe | undefined;

  /**
   * Puts the rules of process variables in front of a storage.
   *
   * @param options Storage, limits and rules.
   * @throws {RangeError} If a limit is neither a whole number from 0 nor `Infinity`.
   * @throws {SyntaxError} If a Java type's name is malformed.
   * @throws {TypeError} If `storage` is not a storage, such as a promise of one, or an option or a limit is unknown or of a
   * wrong type.
   */
  constructor(options: ProcessVariablesOptions) {
    checkOptions(options);
    const { storage, lenient = false } = options;
    this.limits = formLimits(options.limits);
    this.lenient = lenient;
    this.#context = {
      storage,
      instances: new InstanceResolver(options.resolveInstance),
      limits: this.limits,
      javaTypes: new JavaTypes(options.javaTypes),
      lenient,
      heldJson: new HeldJson(this.limits.maxHeldJsonBytes),
    };
  }

  /**
   * Finds out whether the storage takes writes, by the `health` of the storage. Of a storage that lacks it only a read is tried. It is
   * cheap while all is well, has an answer within 5 s, and never rejects.
   *
   * @example
   * ```ts
   * import { ProcessVariables } from "varpost";
   * import { MemoryStorage } from "varpost/adapters/memory";
   * import assert from "node:assert/strict";
   *
   * const storage = new MemoryStorage();
   * const variables = new ProcessVariables({ storage });
   * assert.deepEqual(await variables.health(), { writable: true });
   * await storage.close();
   * const health = await variables.health();
   * assert.equal(health.writable ? "" : health.reason, "the storage is closed");
   * ```
   */
  health(): Promise<StorageHealth> {
    const { storage } = this.#context;
    const health = storage.health?.bind(storage);
    if (health !== undefined) return askHealth(health);
    this.#reads ??= readProbe(storage);
    return this.#reads.check();
  }

  /**
   * Makes the variables of some instances only, in the same storage and with the same rules. All other instances are forbidden: a call
   * that names one fails, and lists, queries and counts do not show them. So a program can hand them to a caller who may not see all.
   *
   * @param isAllowed Whether an instance may be read and changed. It gets the id of the process instance itself, also if a call names it
   *   by another id that `resolveInstance` maps to it. Searches call it for each instance that they look at. Anything but `true` forbids.
   * @returns The narrowed variables. Their methods throw a {@linkcode ForbiddenInstanceError} for other instances.
   * @throws {TypeError} If it is not a function, or this is an object of a subclass: that must override the method, since its own
   *   methods would be lost.
   *
   * @example
   * ```ts
   * import { ProcessVariables } from "varpost";
   * import { MemoryStorage } from "varpost/adapters/memory";
   * import assert from "node:assert/strict";
   *
   * const variables = new ProcessVariables({ storage: new MemoryStorage() });
   * await variables.set("shop-1", "amount", { value: 42 });
   * await variables.set("order-7", "amount", { value: 43 });
   *
   * const ofShop = variables.narrowTo((instanceId) => instanceId.startsWith("shop-"));
   * assert.equal(await ofShop.count({ variableName: "amount" }), 1);
   * await assert.rejects(ofShop.get("order-7", "amount"), { status: 403 });
   * ```
   */
  narrowTo(isAllowed: (instanceId: string) => boolean): ProcessVariables {
    checkNarrowing(isAllowed, this.constructor === ProcessVariables);
    const { storage, instances } = this.#context;
    const narrowed = new ProcessVariables({ storage, limits: this.limits, lenient: this.lenient });
    narrowed.#context = { ...this.#context, instances: instances.narrowTo(isAllowed) };
    return narrowed;
  }

  /**
   * Sets one variable to a value of JavaScript, or to bytes. The old value stays until the new one is stored whole, and if the
   * call fails.
   *
   * The rules and messages are those of {@linkcode setFromJson}. A `content` is streamed, so memory does not depend on its
   * size. Arguments and condition are checked before its first chunk is asked for. If it is refused while it is read, it is
   * ended (`return`).
   *
   * @param instanceId Id of the process instance.
   * @param name The variable's name.
   * @param variable Its value or content, its type and its value info.
   * @param options Condition and signal.
   * @returns The new version, when it is stored.
   * @throws {InvalidVariableError} If a name, or the variable, is not valid, such as an Integer of 3,000,000,000.
   * @throws {NotFoundError} If the process instance does not exist.
   * @throws {PreconditionFailedError} If the condition does not hold.
   * @throws {LimitExceededError} If the value exceeds `maxValueBytes`, a text of its info `maxTextBytes`, or a value other than
   * Bytes and File `maxJsonBytes`.
   * @throws {StorageError} If the storage fails.
   * @throws {TypeError} If there is neither a value nor a content, a Long is a number beyond 2^53 - 1, or another argument is
   * wrong.
   * @throws The error of the content, unchanged, or the signal's reason.
   *
   * @example
   * ```ts
   * import { ProcessVariables } from "varpost";
   * import { MemoryStorage } from "varpost/adapters/memory";
   * import assert from "node:assert/strict";
   *
   * const variables = new ProcessVariables({ storage: new MemoryStorage() });
   * await variables.set("order-7", "count", { type: "Long", value: 42 });
   * await variables.set("order-7", "items", { type: "Json", value: JSON.stringify(["a", "b"]) });
   * const { record } = await variables.set("order-7", "invoice", {
   *   type: "File",
   *   content: new Blob(["%PDF-1.7"]).stream(),
   *   valueInfo: { filename: "invoice.pdf", mimeType: "application/pdf" },
   * });
   * assert.equal(record?.size, 8);
   *
   * // Only if it has not changed meanwhile.
   * const { version } = (await variables.get("order-7", "count")).record;
   * await variables.set("order-7", "count", { type: "Long", value: 43 }, { condition: { ifMatch: [version] } });
   * ```
   */
  set(
    instanceId: string,
    name: string,
    variable: VariableInput,
    options: SetOptions = {},
  ): Promise<SetResult> {
    return setValue({ instanceId, name, input: variable, options }, this.#context);
  }

  /**
   * Sets one variable from a multipart form. The form has a part `data`, and parts before or after it that name the type. The
   * old value stays until the new one is stored whole, and if the call fails; then nothing of the form is stored.
   *
   * A File whose part `data` says `transient=true` is checked but not stored. It is refused if the variable exists.
   *
   * Names, content type, instance and condition are checked before the first chunk of the body is asked for. If the form is
   * refused while it is read, the body is ended (`return`).
   *
   * @param instanceId Id of the process instance.
   * @param name The variable's name.
   * @param form The form.
   * @param options Condition and signal.
   * @returns The new version, when it is stored.
   * @throws {InvalidVariableError} If a name, or the variable that the form says, is not valid.
   * @throws {NotFoundError} If the process instance does not exist.
   * @throws {PreconditionFailedError} If the condition does not hold.
   * @throws {UnsupportedMediaTypeError} If the content type is not multipart/form-data.
   * @throws {MultipartSyntaxError} If the form is malformed, or cut.
   * @throws {LimitExceededError} If the form exceeds one of the limits.
   * @throws {StorageError} If the storage fails.
   * @throws {TypeError} If something has read of the body before.
   * @throws The error of the body, unchanged, or the signal's reason.
   *
   * @example
   * ```ts
   * import { ProcessVariables } from "varpost";
   * import { MemoryStorage } from "varpost/adapters/memory";
   * import assert from "node:assert/strict";
   *
   * const variables = new ProcessVariables({ storage: new MemoryStorage() });
   * const form = new FormData();
   * form.append("data", new Blob(["id;name"], { type: "text/csv" }), "list.csv");
   * form.append("valueType", "File");
   * const { headers, body } = new Request("http://localhost", { method: "POST", body: form });
   *
   * const contentType = headers.get("content-type");
   * const signal = AbortSignal.timeout(60_000);
   * const { record } = await variables.setFromForm("order-7", "list", { contentType, body }, { signal });
   * assert.equal(record?.type, "File");
   * ```
   */
  setFromForm(
    instanceId: string,
    name: string,
    form: VariableForm,
    options: SetOptions = {},
  ): Promise<SetResult> {
    return setFromForm({ instanceId, name, form, options }, this.#context);
  }

  /**
   * Sets one variable from JSON: an object with the optional members `value`, `type` and `valueInfo`. A long value in base64 is
   * streamed; the rest of the JSON has at most `maxJsonBytes`. A `transient` value is checked but not stored. It is refused if
   * the variable exists. In all else this is as {@linkcode setFromForm}.
   *
   * @param instanceId Id of the process instance.
   * @param name The variable's name.
   * @param body The JSON. A chunk is no longer used when the next one is asked for.
   * @param options Condition, length of the JSON, and signal.
   * @returns The new version, when it is stored.
   * @throws {InvalidVariableError} If a name, or the variable that the JSON says, is not valid, or the body is not JSON.
   * @throws {NotFoundError} If the process instance does not exist.
   * @throws {PreconditionFailedError} If the condition does not hold.
   * @throws {LimitExceededError} If the value exceeds `maxValueBytes`, a text of its info `maxTextBytes`, or the rest
   * `maxJsonBytes`.
   * @throws {OverloadedError} If other JSON has taken all of `maxHeldJsonBytes` for 5 s.
   * @throws {StorageError} If the storage fails.
   * @throws {TypeError} If something has read of the body before.
   * @throws The error of the body, unchanged, or the signal's reason.
   *
   * @example
   * ```ts
   * import { ProcessVariables } from "varpost";
   * import { MemoryStorage } from "varpost/adapters/memory";
   * import assert from "node:assert/strict";
   *
   * const variables = new ProcessVariables({ storage: new MemoryStorage() });
   * const { body } = new Response('{"value": 9007199254740993, "type": "Long"}');
   * await variables.setFromJson("anId", "aLong", body);
   *
   * const { json } = await variables.getJson("anId", "aLong");
   * assert.equal(json, '{"type":"Long","value":9007199254740993,"valueInfo":{}}');
   * ```
   */
  setFromJson(
    instanceId: string,
    name: string,
    body: ByteSource,
    options: SetOptions & JsonOptions = {},
  ): Promise<SetResult> {
    return setFromJson({ instanceId, name, body, options }, this.#context);
  }

  /**
   * Changes several variables of an instance, all or none. The modifications come first, each as for {@linkcode setFromJson},
   * then the deletions. A deleted variable need not exist.
   *
   * @param instanceId Id of the process instance.
   * @param body JSON: an object with `modifications`, an object of variables by name, and `deletions`, an array of names. At
   * most `maxJsonBytes`, and `maxChanges` of both together.
   * @param options Length of the JSON, and signal.
   * @returns Hints, when the changes are stored.
   * @throws {InvalidVariableError} If a name or a variable is not valid, or the body is not JSON.
   * @throws {NotFoundError} If the process instance does not exist.
   * @throws {LimitExceededError} If the body exceeds `maxJsonBytes` or `maxChanges`, a value `maxValueBytes`, or a text of its
   * info `maxTextBytes`.
   * @throws {OverloadedError} If other JSON has taken all of `maxHeldJsonBytes` for 5 s.
   * @throws {StorageError} If the storage fails.
   * @throws {TypeError} If something has read of the body before.
   * @throws The error of the body, unchanged, or the signal's reason.
   *
   * @example
   * ```ts
   * import { ProcessVariables } from "varpost";
   * import { MemoryStorage } from "varpost/adapters/memory";
   * import assert from "node:assert/strict";
   *
   * const variables = new ProcessVariables({ storage: new MemoryStorage() });
   * const json = '{"modifications": {"paid": {"value": true}}, "deletions": ["reminder"]}';
   * await variables.modify("order-7", new TextEncoder().encode(json));
   * assert.equal((await variables.get("order-7", "paid")).value, true);
   * ```
   */
  modify(instanceId: string, body: ByteSource, options: JsonOptions = {}): Promise<ModifyResult> {
    return modifyVariables(instanceId, body, options, this.#context);
  }

  /**
   * Deletes a variable. No error if it does not exist.
   *
   * @param instanceId Id of the process instance.
   * @param name The variable's name.
   * @param options Condition.
   * @throws {InvalidVariableError} If a name is not valid.
   * @throws {NotFoundError} If the process instance does not exist.
   * @throws {PreconditionFailedError} If the condition does not hold.
   * @throws {StorageError} If the storage fails.
   */
  delete(instanceId: string, name: string, options: ChangeOptions = {}): Promise<void> {
    return deleteVariable(instanceId, name, options, this.#context);
  }

  /**
   * Clears an instance: deletes all its variables in one step. No error if it has no variables.
   *
   * @param instanceId Id of the process instance.
   * @throws {InvalidVariableError} If the id is not valid.
   * @throws {NotFoundError} If the process instance does not exist.
   * @throws {StorageError} If the storage fails.
   */
  clear(instanceId: string): Promise<void> {
    return clearInstance(instanceId, this.#context);
  }

  /**
   * Looks up a variable without reading its value.
   *
   * @param instanceId Id of the process instance.
   * @param name The variable's name.
   * @returns The present version; `undefined` if the variable does not exist.
   * @throws {InvalidVariableError} If a name is not valid.
   * @throws {NotFoundError} If the process instance does not exist.
   * @throws {StorageError} If the storage fails.
   */
  async stat(instanceId: string, name: string): Promise<VariableRecord | undefined> {
    const wanted = await findByName(instanceId, name, this.#context);
    return await this.#context.storage.stat(wanted.instanceId, wanted.name);
  }

  /**
   * Reads a variable and its value, as a value of JavaScript (see {@linkcode VariableValue}), up to `maxJsonBytes`.
   *
   * @param instanceId Id of the process instance.
   * @param name The variable's name.
   * @returns The present version. The caller may write into the bytes of the value.
   * @throws {NotFoundError} If the variable or the process instance does not exist.
   * @throws {InvalidVariableError} If a name is not valid.
   * @throws {RangeError} If the value has more than `maxJsonBytes`: {@linkcode open} reads it piece by piece.
   * @throws {StorageError} If the storage fails.
   *
   * @example
   * ```ts
   * import { ProcessVariables } from "varpost";
   * import { MemoryStorage } from "varpost/adapters/memory";
   * import assert from "node:assert/strict";
   *
   * const variables = new ProcessVariables({ storage: new MemoryStorage() });
   * await variables.set("order-7", "id", { type: "Long", value: 9007199254740993n });
   * assert.equal((await variables.get("order-7", "id")).value, 9007199254740993n);
   * ```
   */
  async get(instanceId: string, name: string): Promise<Variable> {
    return getVariable(await findByName(instanceId, name, this.#context), this.#context);
  }

  /**
   * Opens a variable of any type, to stream its bytes: those of Bytes, File and Java streams as they were sent, text in UTF-8,
   * scalars as their canonical text. The caller closes it.
   *
   * @param instanceId Id of the process instance.
   * @param name The variable's name.
   * @returns The present version. A typed null (`record.isNull`) has no bytes.
   * @throws {NotFoundError} If the variable or the process instance does not exist.
   * @throws {InvalidVariableError} If a name is not valid.
   * @throws {StorageError} If the storage fails.
   *
   * @example
   * ```ts
   * import { ProcessVariables } from "varpost";
   * import { MemoryStorage } from "varpost/adapters/memory";
   * import assert from "node:assert/strict";
   *
   * const variables = new ProcessVariables({ storage: new MemoryStorage() });
   * await variables.set("order-7", "scan", { value: new Uint8Array(100_000) });
   *
   * const scan = await variables.open("order-7", "scan");
   * try {
   *   let size = 0;
   *   for await (const chunk of scan.read(90_000)) size += chunk.length;
   *   assert.equal(size, 10_000);
   * } finally {
   *   await scan.close();
   * }
   * ```
   */
  async open(instanceId: string, name: string): Promise<OpenVariable> {
    return openVariable(await findByName(instanceId, name, this.#context), this.#context);
  }

  /**
   * Opens a variable whose value is bytes by the engine's rule: Bytes, File, or an Object that is a Java serialization stream.
   * The caller closes it.
   *
   * @param instanceId Id of the process instance.
   * @param name The variable's name.
   * @returns The present version. A typed null has no bytes.
   * @throws {NotFoundError} If the variable or the process instance does not exist.
   * @throws {InvalidVariableError} If a name is not valid, or the value is not bytes.
   * @throws {StorageError} If the storage fails.
   */
  async openBinary(instanceId: string, name: string): Promise<OpenVariable> {
    return openBinary(await findByName(instanceId, name, this.#context), this.#context);
  }

  /**
   * Lists the variables of an instance, by name. Memory does not depend on their number.
   *
   * @param instanceId Id of the process instance.
   * @param query Part of the list, and signal.
   * @returns Their records. A record holds its value if that has at most 16 KiB (`inline`). Errors are thrown by the first
   * step.
   * @throws {InvalidVariableError} If the id is not valid.
   * @throws {NotFoundError} If the process instance does not exist.
   * @throws {RangeError} If a number of the query is not a whole number from 0.
   * @throws {StorageError} If the storage fails.
   *
   * @example
   * ```ts
   * import { ProcessVariables } from "varpost";
   * import { MemoryStorage } from "varpost/adapters/memory";
   * import assert from "node:assert/strict";
   *
   * const variables = new ProcessVariables({ storage: new MemoryStorage() });
   * await variables.set("order-7", "amount", { value: 42 });
   * await variables.set("order-7", "paid", { value: false });
   *
   * const names: string[] = [];
   * for await (const { name, type } of variables.list("order-7")) names.push(`${name}: ${type}`);
   * assert.deepEqual(names, ["amount: Integer", "paid: Boolean"]);
   * ```
   */
  async *list(instanceId: string, query: PageQuery = {}): AsyncGenerator<VariableRecord, void> {
    checkPageQuery(query);
    yield* listVariables(instanceId, query, this.#context);
  }

  /**
   * Finds variables of any instances. The storage applies what it can; memory does not depend on their number.
   *
   * @param query Conditions, order, part of the list, and signal.
   * @returns Their records, each with the id of its instance. Errors are thrown by the first step.
   * @throws {InvalidQueryError} If Booleans or nulls are to be ordered, or the query exceeds a limit.
   * @throws {RangeError} If a number of the query is not a whole number from 0.
   * @throws {StorageError} If the storage fails.
   *
   * @example
   * ```ts
   * import { ProcessVariables } from "varpost";
   * import { MemoryStorage } from "varpost/adapters/memory";
   * import assert from "node:assert/strict";
   *
   * const variables = new ProcessVariables({ storage: new MemoryStorage() });
   * await variables.set("order-7", "amount", { value: 42 });
   * await variables.set("order-8", "amount", { value: 7 });
   *
   * const found: string[] = [];
   * const large = variables.query({ variableValues: [{ name: "amount", operator: "gt", value: 10 }] });
   * for await (const { instanceId } of large) found.push(instanceId);
   * assert.deepEqual(found, ["order-7"]);
   * ```
   */
  async *query(query: VariableQuery = {}): AsyncGenerator<VariableInstance, void> {
    checkVariableQuery(query);
    yield* findVariables(query, this.#context);
  }

  /**
   * Counts variables of any instances.
   *
   * @param filter Conditions, and signal.
   * @throws {InvalidQueryError} If Booleans or nulls are to be ordered, or the query exceeds a limit.
   * @throws {StorageError} If the storage fails.
   */
  async count(filter: VariableFilter & SearchOptions = {}): Promise<number> {
    checkVariableFilter(filter);
    return await countVariables(filter, filter.signal, this.#context);
  }

  /**
   * Finds the ids of the instances that have a variable, in the order of their UTF-8 bytes.
   *
   * @param query Conditions, order, part of the list, and signal.
   * @throws {InvalidQueryError} If Booleans or nulls are to be ordered, or the query exceeds a limit.
   * @throws {RangeError} If a number of the query is not a whole number from 0.
   * @throws {StorageError} If the storage fails.
   *
   * @example
   * ```ts
   * import { ProcessVariables } from "varpost";
   * import { MemoryStorage } from "varpost/adapters/memory";
   * import assert from "node:assert/strict";
   *
   * const variables = new ProcessVariables({ storage: new MemoryStorage() });
   * await variables.set("order-7", "amount", { value: 42 });
   * await variables.set("order-7", "paid", { value: false });
   *
   * // Each condition may hold for another variable of the instance.
   * const conditions = [
   *   { name: "amount", operator: "gteq", value: 42 },
   *   { name: "paid", operator: "eq", value: false },
   * ] as const;
   * assert.equal(await variables.countInstances({ variables: conditions }), 1);
   * ```
   */
  instances(query: InstanceQuery = {}): AsyncIterable<string> {
    checkInstanceQuery(query);
    return findInstances(query, this.#context);
  }

  /**
   * Counts the instances that have a variable.
   *
   * @param query As for {@linkcode instances}. Order and part are ignored.
   * @throws {InvalidQueryError} If Booleans or nulls are to be ordered, or the query exceeds a limit.
   * @throws {StorageError} If the storage fails.
   */
  async countInstances(query: InstanceQuery = {}): Promise<number> {
    checkInstanceQuery(query);
    return await countInstances(query, this.#context);
  }

  /**
   * Whether an id is that of an instance. Without the option `resolveInstance` these are the ids that have a variable.
   *
   * @param id The id.
   * @throws {InvalidVariableError} If the id is not valid.
   * @throws {StorageError} If the storage fails.
   */
  async hasInstance(id: string): Promise<boolean> {
    checkInstanceId(id);
    const { instances, storage } = this.#context;
    const owner = await instances.find(id);
    if (instances.isMapped) return owner === id;
    return (await storage.list(id, { limit: 1 })).length > 0;
  }

  /**
   * Prints a variable as JSON: value, type and value info. Values up to `maxJsonBytes` are shown.
   *
   * @param instanceId Id of the process instance.
   * @param name The variable's name.
   * @param options How to print it.
   * @returns The present version.
   * @throws {NotFoundError} If the variable or the process instance does not exist.
   * @throws {InvalidVariableError} If a name is not valid.
   * @throws {StorageError} If the storage fails.
   */
  async getJson(
    instanceId: string,
    name: string,
    options: GetJsonOptions = {},
  ): Promise<VariableJson> {
    checkGetOptions(options);
    return getJson(await findByName(instanceId, name, this.#context), options, this.#context);
  }

  /**
   * Prints a variable as {@linkcode getJson} does. A large value is printed while it is read, so memory does not depend on its
   * size.
   *
   * @param instanceId Id of the process instance.
   * @param name The variable's name.
   * @param options How to print it.
   * @returns The present version: as one text if its value is small, else open; then the caller closes it.
   * @throws {NotFoundError} If the variable or the process instance does not exist.
   * @throws {InvalidVariableError} If a name is not valid.
   * @throws {StorageError} If the storage fails.
   */
  async openJson(
    instanceId: string,
    name: string,
    options: GetJsonOptions = {},
  ): Promise<VariableJson | OpenVariableJson> {
    checkGetOptions(options);
    return openJson(await findByName(instanceId, name, this.#context), options, this.#context);
  }

  /**
   * Prints all variables of an instance, by name. Values up to 16 KiB are shown. Memory does not depend on their number.
   *
   * @param instanceId Id of the process instance.
   * @param options How to print them.
   * @returns Pieces of one JSON object. An error before the first piece is about the request.
   * @throws {InvalidVariableError} If the id is not valid.
   * @throws {NotFoundError} If the process instance does not exist.
   * @throws {StorageError} If the storage fails.
   */
  async *listJson(instanceId: string, options: ListJsonOptions = {}): AsyncGenerator<string, void> {
    checkListOptions(options);
    yield* listJson(instanceId, options, this.#context);
  }

  /**
   * Prints variables of any instances as the engine does, each with its own id and that of its instance, and Bytes without their
   * value. Other values up to 16 KiB are shown. Memory does not depend on their number.
   *
   * @param query As for {@linkcode query}, and how to print them.
   * @returns Pieces of one JSON array. An error before the first piece is about the request.
   * @throws {InvalidQueryError} If Booleans or nulls are to be ordered, or the query exceeds a limit.
   * @throws {RangeError} If a number of the query is not a whole number from 0.
   * @throws {StorageError} If the storage fails.
   */
  async *queryJson(query: VariableJsonQuery = {}): AsyncGenerator<string, void> {
    checkVariableJsonQuery(query);
    yield* queryJson(query, this.#context);
  }

  /**
   * Looks up a variable by its id, without reading its value.
   *
   * @param variableId An id that {@linkcode queryJson} has printed.
   * @returns The present version; `undefined` if the variable does not exist.
   * @throws {NotFoundError} If the instance does not exist, or the id is not the id of a variable.
   * @throws {StorageError} If the storage fails.
   */
  async statById(variableId: string): Promise<VariableRecord | undefined> {
    const wanted = await findById(variableId, this.#context);
    return await this.#context.storage.stat(wanted.instanceId, wanted.name);
  }

  /**
   * Prints one variable, found by its id, with its id and that of its instance. In all else this is as {@linkcode getJson}.
   *
   * @param variableId An id that {@linkcode queryJson} has printed.
   * @param options How to print it.
   * @throws {NotFoundError} If the variable does not exist.
   * @throws {StorageError} If the storage fails.
   */
  async getJsonById(variableId: string, options: GetJsonOptions = {}): Promise<VariableJson> {
    checkGetOptions(options);
    return getJson(await findById(variableId, this.#context), options, this.#context);
  }

  /**
   * Prints one variable, found by its id, with its id and that of its instance. In all else this is as {@linkcode openJson}.
   *
   * @param variableId An id that {@linkcode queryJson} has printed.
   * @param options How to print it.
   * @throws {NotFoundError} If the variable does not exist.
   * @throws {StorageError} If the storage fails.
   */
  async openJsonById(
    variableId: string,
    options: GetJsonOptions = {},
  ): Promise<VariableJson | OpenVariableJson> {
    checkGetOptions(options);
    return openJson(await findById(variableId, this.#context), options, this.#context);
  }

  /**
   * Opens one variable, found by its id. In all else this is as {@linkcode openBinary}.
   *
   * @param variableId An id that {@linkcode queryJson} has printed.
   * @throws {NotFoundError} If the variable does not exist.
   * @throws {InvalidVariableError} If the value is not bytes.
   * @throws {StorageError} If the storage fails.
   */
  async openBinaryById(variableId: string): Promise<OpenVariable> {
    return openBinary(await findById(variableId, this.#context), this.#context);
  }
}

import type { ByteSource } from "../bytes/byte_source.ts";
import { shorten } from "../errors/_shorten.ts";
import type { OpenVariable, VariableRecord, VariableStorage } from "../storage/storage.ts";
import {
  checkInstanceId,
  checkNames,
  checkVariableId,
  checkVariableName,
} from "./errors/_check_names.ts";
import { withEnginePrefix } from "./errors/_with_engine_prefix.ts";
import { InvalidVariableError } from "./errors/invalid_variable_error.ts";
import { NotFoundError } from "./errors/not_found_error.ts";
import { HeldJson } from "./from_json/_held_json.ts";
import { InstanceResolver } from "./instances/_instance_resolver.ts";
import { JavaTypes } from "./java/java_types.ts";
import {
  checkChangeOptions,
  checkGetOptions,
  checkInstanceQuery,
  checkJsonChangeOptions,
  checkJsonOptions,
  checkListOptions,
  checkPageQuery,
  checkSearchOptions,
} from "./options/_check_call.ts";
import { checkOptions } from "./options/_check_options.ts";
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
  SetResult,
  VariableForm,
  VariableInstanceQuery,
  VariableJson,
} from "./options/variable_options.ts";
import { eachInstance, eachVariable } from "./reading/_each_record.ts";
import { printedElements, printedMembers, variablesOf } from "./reading/_list_variables.ts";
import { pageOf } from "./reading/_page_of.ts";
import { openBinary, openToPrint, readVariable } from "./reading/_read_variable.ts";
import { Search } from "./reading/_search.ts";
import { printList } from "./to_json/_print_list.ts";
import {
  printOpenVariable,
  printVariable,
  printVariableInstance,
} from "./to_json/_print_variable.ts";
import { decodeVariableId, type VariableKey } from "./values/_variable_id.ts";
import { findTarget } from "./writing/_find_target.ts";
import { modifyVariables } from "./writing/_modify_variables.ts";
import { type SetContext, setFromForm, setFromJson } from "./writing/_set_variable.ts";

/**
 * Process variables in a storage, set and read as by Camunda 7's variable resources. What an embedder holds, and all that a server
 * calls.
 *
 * What a program does wrong, and no client can, is a TypeError that says what to write: a name that is no string, a body that is none,
 * an option that is misspelt.
 *
 * An id is that of a process instance, or whatever `resolveInstance` makes one of. An error about what a client sent carries
 * the engine's type and message.
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
 * const variable = await variables.openBinary("aProcessInstanceId", "invoice");
 * assert.deepEqual(variable.record.valueInfo, { filename: "invoice.pdf", mimeType: "application/pdf" });
 * await variable.close();
 * ```
 */
export class ProcessVariables {
  /** The limits that hold for all that is read. */
  readonly limits: FormLimits;
  readonly #storage: VariableStorage;
  readonly #instances: InstanceResolver;
  readonly #setContext: SetContext;

  /**
   * @param options What to work with.
   * @throws {RangeError} If a limit is no whole number from 0, nor `Infinity`.
   * @throws {SyntaxError} If a Java type's name is malformed.
   * @throws {TypeError} If `storage` is none, such as a promise of one, or an option or a limit is unknown or of a wrong type.
   */
  constructor(options: ProcessVariablesOptions) {
    checkOptions(options);
    const { storage, lenient = false } = options;
    this.limits = formLimits(options.limits);
    this.#storage = storage;
    this.#instances = new InstanceResolver(options.resolveInstance);
    const javaTypes = new JavaTypes(options.javaTypes);
    const instances = this.#instances;
    const heldJson = new HeldJson(this.limits.maxHeldJsonBytes);
    this.#setContext = { storage, instances, limits: this.limits, javaTypes, lenient, heldJson };
  }

  /**
   * Sets one variable from a multipart form with a part `data` and, before or after it, parts that say what it is. The old
   * value stands until the new one is stored whole, and if anything fails; then nothing of the form is kept.
   *
   * A File whose `data` says `transient=true` is checked and not stored; over a value that is kept it is refused.
   *
   * Names, content type, instance and condition are checked before the first chunk of the body is asked for. If the form is
   * refused while it is read, the body is ended (`return`).
   *
   * @param instanceId Id of the process instance.
   * @param name The variable's name.
   * @param form The form.
   * @param options A condition.
   * @returns What became of it, once it is stored.
   * @throws {InvalidVariableError} If a name, or the variable that the form says, is not valid.
   * @throws {NotFoundError} If there is no such process instance.
   * @throws {PreconditionFailedError} If the condition does not hold.
   * @throws {UnsupportedMediaTypeError} If the content type is not multipart/form-data.
   * @throws {MultipartSyntaxError} If the form is malformed, or cut.
   * @throws {LimitExceededError} If the form exceeds one of the limits.
   * @throws {StorageError} If the storage fails.
   * @throws {TypeError} If something has read of the body before.
   * @throws What the body throws, as it is.
   */
  setFromForm(
    instanceId: string,
    name: string,
    form: VariableForm,
    options: ChangeOptions = {},
  ): Promise<SetResult> {
    return setFromForm({ instanceId, name, form, options }, this.#setContext);
  }

  /**
   * Sets one variable from JSON: an object with `value`, `type` and `valueInfo`, none of which has to be there. A long value in
   * base64 is streamed, wherever it stands; all the rest is at most `maxJsonBytes`. One that is `transient` is checked and not
   * stored; over a value that is kept it is refused. Otherwise as {@linkcode setFromForm}.
   *
   * @param instanceId Id of the process instance.
   * @param name The variable's name.
   * @param body The JSON. A chunk is not touched any more once the next one is asked for.
   * @param options A condition, and its length.
   * @returns What became of it, once it is stored.
   * @throws {InvalidVariableError} If a name, or the variable that the JSON says, is not valid, or it is no JSON.
   * @throws {NotFoundError} If there is no such process instance.
   * @throws {PreconditionFailedError} If the condition does not hold.
   * @throws {LimitExceededError} If the value exceeds `maxValueBytes`, a text of its info `maxTextBytes`, or the rest
   * `maxJsonBytes`.
   * @throws {OverloadedError} If other JSON has taken all of `maxHeldJsonBytes` for 5 s.
   * @throws {StorageError} If the storage fails.
   * @throws {TypeError} If something has read of the body before.
   * @throws What the body throws, as it is.
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
  async setFromJson(
    instanceId: string,
    name: string,
    body: ByteSource,
    options: ChangeOptions & JsonOptions = {},
  ): Promise<SetResult> {
    checkJsonChangeOptions(options);
    checkNames(instanceId, name);
    const { condition, contentLength } = options;
    const wanted = { instanceId, name, condition };
    const target = await findTarget("put", wanted, this.#setContext);
    try {
      return await setFromJson({ body, contentLength }, target, this.#setContext);
    } catch (error) {
      throw withEnginePrefix(error, `Cannot put process instance variable ${shorten(name)}`);
    }
  }

  /**
   * Changes several variables of an instance together, or none. First the modifications, each as for {@linkcode setFromJson},
   * then the deletions; what is not there may be deleted.
   *
   * @param instanceId Id of the process instance.
   * @param body JSON: an object with `modifications`, an object of variables by name, and `deletions`, an array of names. At
   * most `maxJsonBytes`, and `maxChanges` of both together.
   * @param options Its length.
   * @returns What became of it, once it is stored.
   * @throws {InvalidVariableError} If a name or a variable is not valid, or it is no JSON.
   * @throws {NotFoundError} If there is no such process instance.
   * @throws {LimitExceededError} If the body exceeds `maxJsonBytes` or `maxChanges`, a value `maxValueBytes`, or a text of its
   * info `maxTextBytes`.
   * @throws {OverloadedError} If other JSON has taken all of `maxHeldJsonBytes` for 5 s.
   * @throws {StorageError} If the storage fails.
   * @throws {TypeError} If something has read of the body before.
   * @throws What the body throws, as it is.
   */
  async modify(
    instanceId: string,
    body: ByteSource,
    options: JsonOptions = {},
  ): Promise<ModifyResult> {
    checkJsonOptions(options);
    const { contentLength } = options;
    checkInstanceId(instanceId);
    const task = `Cannot modify variables for process instance ${shorten(instanceId)}`;
    const owner = await this.#instances.get(instanceId, task);
    try {
      return await modifyVariables({ body, contentLength }, owner, this.#setContext);
    } catch (error) {
      throw withEnginePrefix(error, "Cannot modify variables for process instance", task);
    }
  }

  /**
   * Deletes a variable. It need not be there.
   *
   * @param instanceId Id of the process instance.
   * @param name The variable's name.
   * @param options A condition.
   * @throws {InvalidVariableError} If a name is not valid.
   * @throws {NotFoundError} If there is no such process instance.
   * @throws {PreconditionFailedError} If the condition does not hold.
   * @throws {StorageError} If the storage fails.
   */
  async delete(instanceId: string, name: string, options: ChangeOptions = {}): Promise<void> {
    checkChangeOptions(options);
    checkNames(instanceId, name);
    const { condition } = options;
    const wanted = { instanceId, name, condition };
    const target = await findTarget("delete", wanted, this.#setContext);
    const change = { op: "delete", name } as const;
    await this.#storage.apply(target.instanceId, [
      condition === undefined ? change : { ...change, condition },
    ]);
  }

  /**
   * Clears an instance: deletes all its variables at once, whether there are any or not.
   *
   * @param instanceId Id of the process instance.
   * @throws {InvalidVariableError} If the id is not valid.
   * @throws {NotFoundError} If there is no such process instance.
   * @throws {StorageError} If the storage fails.
   */
  async clear(instanceId: string): Promise<void> {
    checkInstanceId(instanceId);
    const owner = await this.#instances.find(instanceId);
    if (owner === undefined) {
      throw new NotFoundError(
        "RestException",
        `No process instance found for id '${shorten(instanceId)}': processInstance is null`,
      );
    }
    await this.#storage.apply(owner, [{ op: "clear" }]);
  }

  /**
   * Looks for a variable without its value, as a conditional request needs it.
   *
   * @param instanceId Id of the process instance.
   * @param name The variable's name.
   * @returns The present version; `undefined` if there is none.
   * @throws {InvalidVariableError} If a name is not valid.
   * @throws {NotFoundError} If there is no such process instance.
   * @throws {StorageError} If the storage fails.
   */
  async stat(instanceId: string, name: string): Promise<VariableRecord | undefined> {
    checkNames(instanceId, name);
    const owner = await this.#instances.get(instanceId, getTask(name));
    return await this.#storage.stat(owner, name);
  }

  /**
   * Prints a variable as JSON: value, type and value info. Values up to `maxJsonBytes` are shown.
   *
   * @param instanceId Id of the process instance.
   * @param name The variable's name.
   * @param options How to print it.
   * @returns The present version.
   * @throws {NotFoundError} If there is no such variable, or no such process instance.
   * @throws {InvalidVariableError} If a name is not valid.
   * @throws {StorageError} If the storage fails.
   */
  async getJson(
    instanceId: string,
    name: string,
    options: GetJsonOptions = {},
  ): Promise<VariableJson> {
    checkGetOptions(options);
    const { deserializeValue = true } = options;
    checkNames(instanceId, name);
    const owner = await this.#instances.get(instanceId, getTask(name));
    const found = await readVariable(this.#storage, owner, name, this.limits.maxJsonBytes);
    if (found === undefined) throw noVariable(name);
    const { record, content } = found;
    return { record, json: printVariable(record, content, deserializeValue) };
  }

  /**
   * Prints a variable as {@linkcode getJson} does, a large value while it is read, so that memory does not depend on its size.
   *
   * @param instanceId Id of the process instance.
   * @param name The variable's name.
   * @param options How to print it.
   * @returns The present version: printed, if its value was at hand, else to be read and closed.
   * @throws {NotFoundError} If there is no such variable, or no such process instance.
   * @throws {InvalidVariableError} If a name is not valid.
   * @throws {StorageError} If the storage fails.
   */
  async openJson(
    instanceId: string,
    name: string,
    options: GetJsonOptions = {},
  ): Promise<VariableJson | OpenVariableJson> {
    checkGetOptions(options);
    const { deserializeValue = true } = options;
    checkNames(instanceId, name);
    const owner = await this.#instances.get(instanceId, getTask(name));
    const found = await openToPrint(this.#storage, owner, name, this.limits.maxJsonBytes);
    if (found === undefined) throw noVariable(name);
    if ("close" in found) return openJson(found, undefined, deserializeValue);
    return { record: found, json: printVariable(found, found.inline, deserializeValue) };
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
  async openBinary(instanceId: string, name: string): Promise<OpenVariable> {
    checkNames(instanceId, name);
    const owner = await this.#instances.get(instanceId, getTask(name));
    const variable = await openBinary(this.#storage, owner, name);
    if (variable === undefined) throw noVariable(name);
    if (variable === null) throw notBinary(instanceId);
    return variable;
  }

  /**
   * Prints all variables of an instance, by name. Values up to 16 KiB are shown. Memory does not depend on their number.
   *
   * @param instanceId Id of the process instance.
   * @param options How to print them.
   * @returns Pieces of one JSON object. What is thrown before the first is about the request.
   * @throws {InvalidVariableError} If the id is not valid.
   * @throws {NotFoundError} If there is no such process instance.
   * @throws {StorageError} If the storage fails.
   */
  async *listJson(instanceId: string, options: ListJsonOptions = {}): AsyncGenerator<string> {
    checkListOptions(options);
    checkInstanceId(instanceId);
    const task = `Cannot get variables for process instance ${shorten(instanceId)}`;
    const owner = await this.#instances.get(instanceId, task);
    const records = eachVariable(this.#storage, owner, new Search(options.signal));
    yield* printList("{", printedMembers(records, options), "}");
  }

  /**
   * The ids of the instances that have a variable, in the order of their UTF-8 bytes.
   *
   * @param query Which part of them.
   * @throws {RangeError} If a number of the query is none from 0.
   * @throws {StorageError} If the storage fails.
   */
  instances(query: PageQuery = {}): AsyncIterable<string> {
    checkPageQuery(query);
    return pageOf(this.#eachInstance(new Search(query.signal)), query);
  }

  /**
   * How many instances have a variable.
   *
   * @param options What ends the count.
   * @throws {StorageError} If the storage fails.
   */
  async countInstances(options: SearchOptions = {}): Promise<number> {
    checkSearchOptions(options);
    let count = 0;
    for await (const _ of this.#eachInstance(new Search(options.signal))) count++;
    return count;
  }

  /**
   * Prints variables of several instances, with where they belong to. Otherwise as {@linkcode listJson}.
   *
   * @param query Which of them, and how. An id of no instance has none.
   * @returns Pieces of one JSON array.
   * @throws {RangeError} If a number of the query is none from 0.
   * @throws {InvalidVariableError} If an id or the name is not valid.
   * @throws {StorageError} If the storage fails.
   */
  async *variableInstancesJson(query: VariableInstanceQuery = {}): AsyncGenerator<string> {
    checkInstanceQuery(query);
    const { processInstanceIds, variableName, omitBytes = false } = query;
    if (variableName !== undefined) checkVariableName(variableName);
    for (const id of processInstanceIds ?? []) checkInstanceId(id);
    const search = new Search(query.signal);
    const instanceIds =
      processInstanceIds === undefined
        ? this.#eachInstance(search)
        : this.#instances.findAll(processInstanceIds);
    const variables = variablesOf(this.#storage, instanceIds, { variableName, omitBytes }, search);
    yield* printList("[", printedElements(pageOf(variables, query), query), "]");
  }

  /**
   * Looks for a variable by its id, as {@linkcode stat} does.
   *
   * @param variableId An id that {@linkcode variableInstancesJson} has printed.
   * @returns The present version; `undefined` if there is none.
   * @throws {NotFoundError} If there is no such instance, or it is no such id.
   * @throws {StorageError} If the storage fails.
   */
  async statById(variableId: string): Promise<VariableRecord | undefined> {
    const { instanceId, name } = await this.#key(variableId);
    return await this.#storage.stat(instanceId, name);
  }

  /**
   * Prints one variable, found by its id, with where it belongs to. Otherwise as {@linkcode getJson}.
   *
   * @param variableId An id that {@linkcode variableInstancesJson} has printed.
   * @param options How to print it.
   * @throws {NotFoundError} If there is no such variable.
   * @throws {StorageError} If the storage fails.
   */
  async getJsonById(variableId: string, options: GetJsonOptions = {}): Promise<VariableJson> {
    checkGetOptions(options);
    const { deserializeValue = true } = options;
    const { instanceId, name } = await this.#key(variableId);
    const found = await readVariable(this.#storage, instanceId, name, this.limits.maxJsonBytes);
    if (found === undefined) throw noVariableInstance(variableId);
    const { record, content } = found;
    return { record, json: printVariableInstance(instanceId, record, content, deserializeValue) };
  }

  /**
   * Prints one variable, found by its id, with where it belongs to. Otherwise as {@linkcode openJson}.
   *
   * @param variableId An id that {@linkcode variableInstancesJson} has printed.
   * @param options How to print it.
   * @throws {NotFoundError} If there is no such variable.
   * @throws {StorageError} If the storage fails.
   */
  async openJsonById(
    variableId: string,
    options: GetJsonOptions = {},
  ): Promise<VariableJson | OpenVariableJson> {
    checkGetOptions(options);
    const { deserializeValue = true } = options;
    const { instanceId, name } = await this.#key(variableId);
    const found = await openToPrint(this.#storage, instanceId, name, this.limits.maxJsonBytes);
    if (found === undefined) throw noVariableInstance(variableId);
    if ("close" in found) return openJson(found, instanceId, deserializeValue);
    const json = printVariableInstance(instanceId, found, found.inline, deserializeValue);
    return { record: found, json };
  }

  /**
   * Opens one variable, found by its id, as {@linkcode openBinary} does.
   *
   * @param variableId An id that {@linkcode variableInstancesJson} has printed.
   * @throws {NotFoundError} If there is no such variable.
   * @throws {InvalidVariableError} If the value is not bytes.
   * @throws {StorageError} If the storage fails.
   */
  async openBinaryById(variableId: string): Promise<OpenVariable> {
    const { instanceId, name } = await this.#key(variableId);
    const variable = await openBinary(this.#storage, instanceId, name);
    if (variable === undefined) throw noVariableInstance(variableId);
    if (variable === null) throw notBinary(variableId);
    return variable;
  }

  /** All instances that have a variable, and that are instances to the embedder, too. */
  #eachInstance(search: Search): AsyncIterable<string> {
    const kept = eachInstance(this.#storage, search);
    return this.#instances.isIdentity ? kept : this.#instances.own(kept);
  }

  /** Takes an id apart. Anyone can make one up, so that its instance has to be one, as under any other id. */
  async #key(variableId: string): Promise<VariableKey> {
    checkVariableId(variableId);
    const key = decodeVariableId(variableId);
    const owner = key && (await this.#instances.find(key.instanceId));
    if (key === undefined || owner !== key.instanceId) throw noVariableInstance(variableId);
    return key;
  }
}

function openJson(
  variable: OpenVariable,
  instanceId: string | undefined,
  deserialize: boolean,
): OpenVariableJson {
  return {
    record: variable.record,
    pieces: () => printOpenVariable(variable, instanceId, deserialize),
    close: () => variable.close(),
  };
}

function getTask(name: string): string {
  return `Cannot get process instance variable ${shorten(name)}`;
}

function noVariable(name: string): NotFoundError {
  return new NotFoundError(
    "InvalidRequestException",
    `process instance variable with name ${shorten(name)} does not exist`,
  );
}

function noVariableInstance(variableId: string): NotFoundError {
  return new NotFoundError(
    "InvalidRequestException",
    `Variable instance with Id '${shorten(variableId)}' does not exist.`,
  );
}

/** The engine names the instance, or whatever the request named. */
function notBinary(id: string): InvalidVariableError {
  return new InvalidVariableError(
    "InvalidRequestException",
    `Value of variable with id ${shorten(id)} is not a binary value.`,
  );
}

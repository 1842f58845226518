import { checkMembers, type Members } from "../../errors/_check_members.ts";
import { describeValue } from "../../errors/_describe_value.ts";
import type { VariableStorage } from "../../storage/storage.ts";
import type { ProcessVariablesOptions } from "./process_variables_options.ts";

const OPTIONS: Members<ProcessVariablesOptions> = {
  storage: true,
  limits: true,
  javaTypes: true,
  resolveInstance: true,
  lenient: true,
};

const STORAGE_METHODS = ["stage", "apply", "stat", "open", "list", "instances", "close"] as const;
/** The methods that a storage may lack. */
const OPTIONAL_METHODS = ["query", "health"] as const;

const EXAMPLE = "as in 'new ProcessVariables({ storage: new MemoryStorage() })'";

/**
 * Checks options that plain JavaScript may pass to the constructor of `ProcessVariables`. So a mistake shows there, and not at the
 * first request.
 *
 * @throws {TypeError} If an option is unknown or wrong. The message says what to write.
 */
export function checkOptions(options: ProcessVariablesOptions): void {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(
      `Cannot make ProcessVariables: its options are ${describeValue(options)}; pass an object, ${EXAMPLE}`,
    );
  }
  if (!("storage" in options) && isStorage(options)) {
    throw new TypeError(
      `Cannot make ProcessVariables: its options are a storage; pass it in an object, ${EXAMPLE}`,
    );
  }
  checkStorage(options.storage);
  checkMembers("options of ProcessVariables", options, OPTIONS);
  const { resolveInstance, lenient } = options;
  if (resolveInstance !== undefined && typeof resolveInstance !== "function") {
    throw wrongOption("resolveInstance", resolveInstance, "a function");
  }
  if (lenient !== undefined && typeof lenient !== "boolean") {
    throw wrongOption("lenient", lenient, "true or false");
  }
}

/**
 * Checks the argument of `narrowTo`, and that the method belongs to the class of the object.
 *
 * @throws {TypeError} If it is not a function, or the object is one of a subclass.
 */
export function checkNarrowing(isAllowed: unknown, isOwnClass: boolean): void {
  if (typeof isAllowed !== "function") {
    throw new TypeError(
      `Cannot narrow ProcessVariables: 'isAllowed' is ${describeValue(isAllowed)}; pass a function`,
    );
  }
  if (isOwnClass) return;
  throw new TypeError(
    "Cannot narrow an object of a subclass of ProcessVariables: override 'narrowTo' in it",
  );
}

function checkStorage(storage: VariableStorage): void {
  if (!isStorage(storage)) {
    throw new TypeError(
      `Cannot make ProcessVariables: 'storage' is ${describeValue(storage)}; ${storageAdvice(storage)}`,
    );
  }
  for (const name of OPTIONAL_METHODS) {
    const method: unknown = storage[name];
    if (method !== undefined && typeof method !== "function") {
      throw wrongOption(`${name}' of the 'storage`, method, "a method, or be left out");
    }
  }
}

function isStorage(value: object): boolean {
  return missingMethods(value).length === 0;
}

function missingMethods(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return STORAGE_METHODS;
  return STORAGE_METHODS.filter((name) => typeof Reflect.get(value, name) !== "function");
}

function storageAdvice(storage: unknown): string {
  if (storage instanceof Promise) {
    return "'await' it, as in 'storage: await FilesystemStorage.open(directory)'";
  }
  if (typeof storage === "function") return `make one of it, ${EXAMPLE}`;
  const missing = missingMethods(storage);
  if (missing.length === STORAGE_METHODS.length) return `pass a storage, ${EXAMPLE}`;
  return `it lacks ${missing.map((name) => `'${name}'`).join(", ")}`;
}

function wrongOption(name: string, value: unknown, expected: string): TypeError {
  return new TypeError(
    `Cannot make ProcessVariables: '${name}' is ${describeValue(value)}; it must be ${expected}`,
  );
}

import { checkMembers, type Members } from "../../core/errors/_check_members.ts";
import { describeValue } from "../../core/errors/_describe_value.ts";
import type { TestEngineOptions } from "./test_engine_options.ts";

const OPTIONS: Members<TestEngineOptions> = {
  variables: true,
  objects: true,
  storage: true,
  passThrough: true,
  journal: true,
  host: true,
  port: true,
  log: true,
};

/**
 * Checks the options of a test engine that nobody checks later.
 *
 * @throws {TypeError} If one is unknown or of a wrong kind.
 */
export function checkEngineOptions(options: TestEngineOptions): void {
  checkMembers("options of startTestEngine", options, OPTIONS);
  const { variables, objects, passThrough, log } = options;
  if (variables !== undefined && (typeof variables !== "object" || Array.isArray(variables))) {
    throw wrong("variables", variables, '{ "order-7": { total: 42 } }');
  }
  if (objects !== undefined && objects !== "Json" && objects !== "Object") {
    throw wrong("objects", objects, '"Json" or "Object"');
  }
  if (passThrough !== undefined && !/^https?:\/\/[^/]/.test(String(passThrough))) {
    throw wrong("passThrough", passThrough, '"http://127.0.0.1:8080/engine-rest"');
  }
  if (log !== undefined && typeof log !== "function") {
    throw wrong("log", log, "a function, such as '() => {}' for none");
  }
}

function wrong(name: keyof TestEngineOptions, value: unknown, wanted: string): TypeError {
  const given = typeof value === "string" ? `'${value}'` : describeValue(value);
  return new TypeError(`Cannot start the test engine: '${name}' is ${given}; write ${wanted}`);
}

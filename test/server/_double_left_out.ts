import type { Suite } from "../support/suite.ts";

/** Why tests of the matrix are not run on the double of an engine: by the title of the suite, and of the test or `*` for all. */
const LEFT_OUT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "searches without an end": {
    "*": "its instances are known, so there are no endless many",
  },
  authorize: { "*": "it lets everyone in" },
  "instances that authorize allows": { "*": "it lets everyone in" },
  "users and tokens": { "*": "it lets everyone in" },
  "long lists": {
    "of nothing are empty": "it has the instance before its first variable",
    "are refused when they are asked for by what is not known":
      "it knows the process definition of an instance",
  },
  "the examples of the document": {
    "of answers are what the server answers after the request of the same name":
      "it prints definitions, links and tenants of instances, as the engine does",
  },
  "messages about what is long": {
    "show no more than its beginning": "an id that is not known is 500, in the engine's words",
  },
  scopes: {
    "are those that the hook says": "it knows its executions, so it has no hook",
    "that the hook does not know are 404, before the body is read": "it has no hook",
    "of a process instance that is not known are 404 everywhere":
      "they are 500 in the engine's words: see the tests of its scopes",
    "are in no list when their process instance is not known": "it lists the instances it has",
  },
  "a storage that cannot be reached": {
    "is a 503 that says when to try again and names no host; the log has the reason":
      "it lists instances without the storage",
  },
  "the answers to faults of a storage": {
    "in 'instances' of GET /process-instance tell what clients can do":
      "it lists instances without the storage",
  },
};

/** The REST cases, by their names, that are not run on the double of an engine, and why. */
const CASES_LEFT_OUT: readonly (readonly [name: RegExp, reason: string])[] = [
  [/^no instance: /, "an instance that is not known is 500, in the engine's words"],
  [/ what is (not there|wrong) below \/execution\//, "it says 'execution variable', as the engine"],
];

/** Whether a REST case is not run on the double of an engine. */
export function isCaseLeftOut(name: string): boolean {
  return CASES_LEFT_OUT.some(([pattern]) => pattern.test(name));
}

/**
 * Defines the tests of a suite, but those that are left out on the double.
 *
 * @throws {Error} If one that is left out is not there any more.
 */
export function withoutLeftOut(title: string, test: Suite, define: (test: Suite) => void): void {
  const leftOut = LEFT_OUT[title] ?? {};
  if ("*" in leftOut) return;
  const found = new Set<string>();
  const isLeftOut = (name: string) => {
    const isNamed = name in leftOut;
    if (isNamed) found.add(name);
    return isNamed;
  };
  const kept: Suite = (name, ...rest) => {
    if (!isLeftOut(name)) test(name, ...rest);
  };
  kept.skip = (name, reason) => {
    if (!isLeftOut(name)) test.skip(name, reason);
  };
  define(kept);
  const gone = Object.keys(leftOut).filter((name) => !found.has(name));
  if (gone.length === 0) return;
  throw new Error(`Cannot leave out of '${title}' what is no test of it: ${gone.join(", ")}`);
}

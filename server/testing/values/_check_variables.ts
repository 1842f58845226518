import { describeValue } from "../../../core/errors/_describe_value.ts";
import { checkName } from "../../../core/storage/check_name.ts";
import type { PutChange } from "../../../core/storage/storage.ts";
import { checkValue } from "./_check_value.ts";
import type { CheckedValue } from "./_checked_value.ts";
import { inferType } from "./_infer_type.ts";
import { isPlainObject } from "./_json_text.ts";
import { typedValue } from "./_typed_value.ts";
import type { ValuePlace } from "./_wrong_value.ts";
import type { ObjectsAs, TestVariables } from "./test_value.ts";

/** What is said of the variables of a test. */
export interface CheckVariablesOptions {
  /** What has the variables, for messages, such as `process instance 'order-7'`. */
  readonly owner: string;
  /** What arrays and plain objects become. */
  readonly objects: ObjectsAs;
}

/** A variable that may be stored. At most the bytes of a Blob are still to be read. */
export interface CheckedVariable extends CheckedValue {
  readonly name: string;
  /** REST name of the value type. */
  readonly type: string;
}

/**
 * Checks the variables of a test, and copies them, so that the test may change what it passed.
 *
 * @throws {TypeError} If a name or a value is wrong: it names both, and says what to write.
 */
export function checkVariables(
  variables: TestVariables,
  { owner, objects }: CheckVariablesOptions,
): readonly CheckedVariable[] {
  if (typeof variables !== "object" || variables === null || !isPlainObject(variables)) {
    throw new TypeError(
      `Cannot set the variables of ${owner}: they are ${describeValue(variables)}; write an object, as in '{ total: 42 }'`,
    );
  }
  return Object.entries(variables).map(([name, value]) => {
    checkName("variable name", name);
    return { name, ...checked(value, objects, { owner, name }) };
  });
}

/** Makes changes of checked variables. What is in Blobs is read now. */
export function changesOf(variables: readonly CheckedVariable[]): Promise<readonly PutChange[]> {
  return Promise.all(
    variables.map(async ({ name, type, valueInfo, content }) => {
      const bytes = content instanceof Blob ? new Uint8Array(await content.arrayBuffer()) : content;
      return { op: "put", name, type, valueInfo, content: bytes } as const;
    }),
  );
}

function checked(
  written: unknown,
  objects: ObjectsAs,
  place: ValuePlace,
): CheckedValue & { readonly type: string } {
  const { type, value, info } = typedValue(written, place) ?? {
    type: inferType(written, objects, place),
    value: written,
    info: {},
  };
  return { type: type.name, ...checkValue(type, value, info, place) };
}

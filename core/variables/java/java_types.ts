import { describeValue } from "../../errors/_describe_value.ts";
import { shorten } from "../../errors/_shorten.ts";
import type { JsonValue } from "../../json/json_value.ts";
import { JAVA_SCALAR_ARRAYS, JAVA_SCALARS } from "./_java_scalars.ts";
import type { JavaKeyShape, JavaShape } from "./_java_shape.ts";
import { JavaJsonError } from "./java_json_error.ts";
import {
  formatJavaTypeName,
  isJavaClassName,
  isPrimitive,
  type JavaTypeName,
} from "./java_type_name.ts";

/**
 * A Java class that clients may name, in addition to those of the JDK. No class is ever loaded: its name is stored with the JSON.
 *
 * @example
 * ```ts
 * import { type JavaType, ProcessVariables } from "varpost";
 * import { MemoryStorage } from "varpost/adapters/memory";
 * import assert from "node:assert/strict";
 *
 * const customer: JavaType = {
 *   name: "foo.bar.Customer",
 *   check: (value) =>
 *     value instanceof Map && value.has("id") ? undefined : "member 'id' is missing",
 * };
 * const variables = new ProcessVariables({ storage: new MemoryStorage(), javaTypes: [customer] });
 *
 * const form = new FormData();
 * form.set("data", new Blob(['[{"id":1},{}]'], { type: "application/json" }));
 * form.set("type", "java.util.List<foo.bar.Customer>");
 * const { headers, body } = new Response(form);
 * assert.ok(body !== null);
 * await assert.rejects(
 *   variables.setFromForm("instance", "customers", { contentType: headers.get("content-type"), body }),
 *   /Cannot read \$\[1\] as 'foo\.bar\.Customer': member 'id' is missing/,
 * );
 * ```
 */
export interface JavaType {
  /** The class with its package, such as `foo.bar.Customer`. */
  readonly name: string;
  /**
   * Checks the JSON of each value of the class, also within other values, but not `null`. Returns what is wrong with it, such as
   * `member 'id' is missing`, or `undefined` if nothing is. By default, any JSON is accepted.
   */
  readonly check?: ((value: JsonValue) => string | undefined) | undefined;
}

/** The largest number of unknown classes that a message names. */
const MAX_LISTED = 5;
const OBJECT = "java.lang.Object";
const LISTS: ReadonlySet<string> = new Set([
  "java.util.ArrayList",
  "java.util.HashSet",
  "java.util.LinkedHashSet",
  "java.util.LinkedList",
  "java.util.List",
  "java.util.Set",
  "java.util.TreeSet",
]);
const MAPS: ReadonlySet<string> = new Set([
  "java.util.HashMap",
  "java.util.LinkedHashMap",
  "java.util.Map",
  "java.util.TreeMap",
]);
const ANY: JavaTypeName = { className: OBJECT, typeArguments: [], dimensions: 0 };

const EXAMPLE = "pass an array, as in '[{ name: \"foo.bar.Customer\" }]'";

/**
 * The Java classes that clients may name: the primitives and their classes, String, Object, BigDecimal, BigInteger, Date, UUID, the
 * common lists, sets and maps of `java.util`, arrays of all these, and the classes that an embedder adds.
 */
export class JavaTypes {
  readonly #additional = new Map<string, JavaType>();

  /**
   * @param additional The embedder's classes. Default: none.
   * @throws {SyntaxError} If a name is not the name of a class.
   * @throws {TypeError} If a name is known already, or an element is not a `JavaType`.
   */
  constructor(additional: Iterable<JavaType> = []) {
    if (typeof additional !== "object" || !(Symbol.iterator in additional)) {
      throw new TypeError(
        `Cannot add Java types: they are ${describeValue(additional)}; ${EXAMPLE}`,
      );
    }
    for (const type of additional) {
      const { name } = type;
      if (typeof name !== "string") {
        throw new TypeError(`Cannot add a Java type that is ${describeValue(type)}; ${EXAMPLE}`);
      }
      if (!isJavaClassName(name)) {
        throw new SyntaxError(
          `Cannot add the Java type '${name}': it is not the name of a class, as in 'foo.bar.Customer'`,
        );
      }
      if (this.#names().includes(name)) {
        throw new TypeError(`Cannot add the Java type '${name}': it is known already`);
      }
      this.#additional.set(name, type);
    }
  }

  /**
   * Finds the shape of a type's JSON.
   *
   * @param name The name of the type.
   * @returns The shape that its JSON must have.
   * @throws {JavaJsonError} If a class is unknown, has a wrong number of type arguments, or cannot be the key of a map.
   */
  shapeOf(name: JavaTypeName): JavaShape {
    const unknown = new Set<string>();
    const shape = this.#shapeOf(name, unknown);
    if (unknown.size > 0) throw this.#unknownError(name, [...unknown]);
    return shape;
  }

  #shapeOf(name: JavaTypeName, unknown: Set<string>): JavaShape {
    const { className, typeArguments, dimensions } = name;
    if (dimensions > 0) {
      const scalar = dimensions === 1 ? JAVA_SCALAR_ARRAYS.get(className) : undefined;
      if (scalar !== undefined) return { kind: "scalar", name, scalar, nullable: true };
      const element = { className, typeArguments, dimensions: dimensions - 1 };
      return { kind: "array", name, inner: this.#shapeOf(element, unknown) };
    }
    if (LISTS.has(className)) {
      const [element = ANY] = takeArguments(name, 1);
      return { kind: "array", name, inner: this.#shapeOf(element, unknown) };
    }
    if (MAPS.has(className)) {
      const [key = ANY, value = ANY] = takeArguments(name, 2);
      return {
        kind: "object",
        name,
        key: this.#keyShapeOf(key, unknown),
        inner: this.#shapeOf(value, unknown),
      };
    }
    const scalar = JAVA_SCALARS.get(className);
    const additional = this.#additional.get(className);
    if (scalar === undefined && additional === undefined && className !== OBJECT) {
      unknown.add(className);
    } else {
      takeArguments(name, 0);
    }
    if (scalar !== undefined) return { kind: "scalar", name, scalar, nullable: !isPrimitive(name) };
    return { kind: "any", name, check: additional?.check };
  }

  #keyShapeOf(name: JavaTypeName, unknown: Set<string>): JavaKeyShape {
    const shape = this.#shapeOf(name, unknown);
    if (shape.kind === "scalar" || shape.kind === "any") return shape;
    throw new JavaJsonError(
      `Cannot read JSON as a map with keys of type '${shorten(formatJavaTypeName(name))}': a name in JSON is one string`,
    );
  }

  #unknownError(name: JavaTypeName, classNames: readonly string[]): JavaJsonError {
    const known = this.#names();
    const list = classNames.slice(0, MAX_LISTED).map((className) => {
      const similar = known.find((candidate) => candidate.endsWith(`.${className}`));
      return `'${shorten(className)}'${similar === undefined ? "" : ` (did you mean '${similar}'?)`}`;
    });
    if (classNames.length > MAX_LISTED) list.push("…");
    return new JavaJsonError(
      `Cannot read JSON as '${shorten(formatJavaTypeName(name))}': the server is not aware of the Java class ${list.join(", ")}`,
    );
  }

  #names(): readonly string[] {
    return [OBJECT, ...JAVA_SCALARS.keys(), ...LISTS, ...MAPS, ...this.#additional.keys()];
  }
}

/** Checks that a class has `count` type arguments, and returns them. A raw type has none: each of them means Object. */
function takeArguments(name: JavaTypeName, count: number): readonly JavaTypeName[] {
  const given = name.typeArguments.length;
  if (given === 0 || given === count) return name.typeArguments;
  const taken = ["no type arguments", "1 type argument"][count] ?? `${count} type arguments`;
  throw new JavaJsonError(
    `Cannot read JSON as '${shorten(formatJavaTypeName(name))}': '${name.className}' takes ${taken}, ${given} given`,
  );
}

import type { JsonValue } from "../../json/json_value.ts";
import type { JavaScalar } from "./_java_scalars.ts";
import type { JavaTypeName } from "./java_type_name.ts";

/** The shape of the JSON of a Java type. `inner` is the shape of its elements or members. `null` fits all but some scalars. */
export type JavaShape =
  | JavaAnyShape
  | { readonly kind: "array"; readonly name: JavaTypeName; readonly inner: JavaShape }
  | {
      readonly kind: "object";
      readonly name: JavaTypeName;
      readonly key: JavaKeyShape;
      readonly inner: JavaShape;
    }
  | JavaScalarShape;

/** The shape of a map's keys, which are names of members in JSON. */
export type JavaKeyShape = JavaAnyShape | JavaScalarShape;

/** Any JSON, perhaps with an embedder's check. */
export interface JavaAnyShape {
  readonly kind: "any";
  readonly name: JavaTypeName;
  /** Returns what is wrong with a value, or `undefined`. */
  readonly check: ((value: JsonValue) => string | undefined) | undefined;
}

/** One scalar. */
export interface JavaScalarShape {
  readonly kind: "scalar";
  readonly name: JavaTypeName;
  readonly scalar: JavaScalar;
  readonly nullable: boolean;
}

import type { JsonValue } from "../../json/json_value.ts";
import type { JavaScalar } from "./_java_scalars.ts";
import type { JavaTypeName } from "./java_type_name.ts";

/** What the JSON of a Java type looks like, `inner` that of its elements or members. Where nothing else is said, `null` is fine. */
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

/** A shape that a member's name can have. */
export type JavaKeyShape = JavaAnyShape | JavaScalarShape;

export interface JavaAnyShape {
  readonly kind: "any";
  readonly name: JavaTypeName;
  readonly check: ((value: JsonValue) => string | undefined) | undefined;
}

export interface JavaScalarShape {
  readonly kind: "scalar";
  readonly name: JavaTypeName;
  readonly scalar: JavaScalar;
  readonly nullable: boolean;
}

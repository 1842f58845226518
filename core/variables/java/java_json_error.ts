import type { JsonPosition } from "../../json/json_position.ts";

/** The place of a `JavaJsonError`, and its cause. */
export interface JavaJsonPlace {
  /** Path of the value that does not fit, such as `$.orders[3]`. Absent if the text is not JSON, or the type name is wrong. */
  readonly path?: string;
  /** Position in the JSON text. Absent if the type name is wrong. */
  readonly position?: JsonPosition;
  readonly cause?: unknown;
}

/**
 * JSON is not a value of a Java type: the type name is malformed or unknown, the text is not JSON, or the JSON has another shape.
 */
export class JavaJsonError extends TypeError {
  override readonly name = "JavaJsonError";
  /** Path of the value that does not fit, such as `$.orders[3]`; `undefined` if the text is not JSON, or the type name is wrong. */
  readonly path: string | undefined;
  /** Position in the JSON text; `undefined` if the type name is wrong. */
  readonly position: JsonPosition | undefined;

  /**
   * @param message The reason, and the place as text.
   * @param place The place as data.
   */
  constructor(message: string, { path, position, cause }: JavaJsonPlace = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.path = path;
    this.position = position;
  }
}

import type { JsonPosition } from "../../json/json_position.ts";

/** What a `JavaJsonError` knows of the place. */
export interface JavaJsonPlace {
  /** The value that does not fit, as in `$.orders[3]`. Absent if the JSON or the type name could not be read at all. */
  readonly path?: string;
  /** Where in the JSON text. Absent if the type name is at fault. */
  readonly position?: JsonPosition;
  readonly cause?: unknown;
}

/** JSON cannot be read as a value of a Java type: the type is malformed or unknown, or the JSON is broken or of another shape. */
export class JavaJsonError extends TypeError {
  override readonly name = "JavaJsonError";
  /** The value that does not fit, as in `$.orders[3]`, if the JSON was read so far. */
  readonly path: string | undefined;
  /** Where in the JSON text, unless the type name is at fault. */
  readonly position: JsonPosition | undefined;

  /**
   * @param message What is wrong and where.
   * @param place Where, as data.
   */
  constructor(message: string, { path, position, cause }: JavaJsonPlace = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.path = path;
    this.position = position;
  }
}

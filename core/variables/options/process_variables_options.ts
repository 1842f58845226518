import type { VariableStorage } from "../../storage/storage.ts";
import type { JavaType } from "../java/java_types.ts";
import type { FormLimits } from "./form_limits.ts";

/** Options of {@linkcode ProcessVariables}. */
export interface ProcessVariablesOptions {
  /** Storage of the variables. The caller closes it. */
  readonly storage: VariableStorage;
  /** Limits of what is read. A limit that is not set has the default that {@linkcode FormLimits} tells. */
  readonly limits?: Partial<FormLimits> | undefined;
  /** Java types that the part `type` may name, in addition to those of the JDK. Default: no others. */
  readonly javaTypes?: Iterable<JavaType> | undefined;
  /**
   * Maps an id to the id of its process instance: that of an instance to itself, that of an execution to its instance, any other id
   * to `undefined`. Default: every id is a process instance, possibly without variables.
   *
   * Lists and counts show an instance only if its id is mapped to itself. They call this once for each instance that has a
   * variable.
   */
  readonly resolveInstance?:
    | ((instanceId: string) => string | undefined | Promise<string | undefined>)
    | undefined;
  /**
   * Tolerates what real clients do wrong and the engine refuses or drops: a form whose `Content-Type` lacks the boundary is
   * read by its first line, a File without a file name gets that of the variable, `mimetype` counts as `mimeType`, the `charset`
   * of an upload is kept as `encoding`, and unknown filters of queries over HTTP are ignored, so that these find more. Default
   * false.
   */
  readonly lenient?: boolean | undefined;
}

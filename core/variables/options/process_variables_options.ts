import type { VariableStorage } from "../../storage/storage.ts";
import type { JavaType } from "../java/java_types.ts";
import type { FormLimits } from "./form_limits.ts";

/** What a {@linkcode ProcessVariables} works with. */
export interface ProcessVariablesOptions {
  /** Where the variables are kept. */
  readonly storage: VariableStorage;
  /** Limits of what is read. Those not set have the defaults of {@linkcode FormLimits}. */
  readonly limits?: Partial<FormLimits> | undefined;
  /** Java types that the part `type` may name, beside those of the JDK that are known anyway. */
  readonly javaTypes?: Iterable<JavaType> | undefined;
  /**
   * Maps an id to that of its process instance: to itself, or, if it is an execution's, to that of the instance it is of;
   * `undefined` if there is no such instance. Default: every id is a process instance, possibly without variables.
   *
   * Lists and counts show an instance only if its id is mapped to itself; they ask once for each that has a variable.
   */
  readonly resolveInstance?:
    | ((instanceId: string) => string | undefined | Promise<string | undefined>)
    | undefined;
  /**
   * Puts up with what real clients do wrong and the engine refuses or drops: a form whose `Content-Type` lacks the boundary is
   * read by its first line, a File without a file name gets that of the variable, `mimetype` counts as `mimeType`, and the
   * `charset` of an upload is kept as `encoding`. Default false.
   */
  readonly lenient?: boolean | undefined;
}

import type { HeldJson } from "../from_json/_held_json.ts";
import type { JavaTypes } from "../java/java_types.ts";
import type { FormLimits } from "../options/form_limits.ts";
import type { TargetContext } from "./_find_target.ts";

/** Everything that is needed to write variables. */
export interface WriteContext extends TargetContext {
  readonly limits: FormLimits;
  readonly javaTypes: JavaTypes;
  readonly lenient: boolean;
  readonly heldJson: HeldJson;
}

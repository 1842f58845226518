import type { VariableStorage } from "../../storage/storage.ts";
import type { InstanceResolver } from "../instances/_instance_resolver.ts";
import type { FormLimits } from "../options/form_limits.ts";

/** Everything that is needed to read variables. */
export interface ReadContext {
  readonly storage: VariableStorage;
  readonly instances: InstanceResolver;
  readonly limits: FormLimits;
}

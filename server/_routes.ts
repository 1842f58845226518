import { getVariableData } from "./_get_variable_data.ts";
import type { Route } from "./_route_table.ts";
import { setVariableData } from "./_set_variable_data.ts";

/** What the server serves, below `/`, `/engine-rest` and `/engine-rest/engine/{any}`. */
export const ROUTES: readonly Route[] = [
  {
    path: "/process-instance/{id}/variables/{varId}/data",
    operations: { GET: getVariableData, POST: setVariableData },
  },
];

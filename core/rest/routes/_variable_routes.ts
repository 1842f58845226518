import type { Operation } from "../_context.ts";
import {
  DELETE_VARIABLE,
  GET_DATA,
  GET_VARIABLE,
  GET_VARIABLES,
  MODIFY_VARIABLES,
  SET_DATA,
  SET_VARIABLE,
} from "../openapi/_variable_descriptions.ts";
import {
  deleteVariable,
  getVariable,
  getVariableData,
  getVariables,
  modifyVariables,
  setVariable,
  setVariableData,
} from "../operations/_variable_operations.ts";
import type { DescribedRoute } from "./_route_table.ts";

/** The ids of the operations on the variables of one kind of scope. In the engine they follow no pattern, so each is listed. */
export interface VariableOperationIds {
  readonly getAll: string;
  readonly modify: string;
  readonly get: string;
  readonly set: string;
  readonly delete: string;
  readonly getData: string;
  readonly setData: string;
}

/**
 * Makes the routes of the variables of one kind of scope.
 *
 * @param path Their path, such as `/process-instance/{id}/variables`.
 * @param ids The ids of the operations.
 * @param adapt Turns an operation on the variables of a process instance into one on this scope. Default: the operation itself.
 */
export function variableRoutes(
  path: string,
  ids: VariableOperationIds,
  adapt: (operation: Operation) => Operation = (operation) => operation,
): readonly DescribedRoute[] {
  return [
    {
      path,
      operations: {
        GET: {
          id: ids.getAll,
          run: adapt(getVariables),
          description: GET_VARIABLES,
          isSearch: true,
        },
        POST: { id: ids.modify, run: adapt(modifyVariables), description: MODIFY_VARIABLES },
      },
    },
    {
      path: `${path}/{varName}`,
      operations: {
        GET: { id: ids.get, run: adapt(getVariable), description: GET_VARIABLE },
        PUT: { id: ids.set, run: adapt(setVariable), description: SET_VARIABLE },
        DELETE: { id: ids.delete, run: adapt(deleteVariable), description: DELETE_VARIABLE },
      },
    },
    {
      path: `${path}/{varName}/data`,
      operations: {
        GET: { id: ids.getData, run: adapt(getVariableData), description: GET_DATA },
        POST: { id: ids.setData, run: adapt(setVariableData), description: SET_DATA },
      },
    },
  ];
}

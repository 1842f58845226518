import type { Operation } from "../_context.ts";
import { GET_ENGINES, GET_OPENAPI, GET_VERSION } from "../openapi/_service_descriptions.ts";
import { inScope } from "../operations/_in_scope.ts";
import { getEngines, getOpenapi, getVersion } from "../operations/_service_operations.ts";
import { INSTANCE_ROUTES } from "./_instance_routes.ts";
import type { DescribedRoute } from "./_route_table.ts";
import { VARIABLE_INSTANCE_ROUTES } from "./_variable_instance_routes.ts";
import { variableRoutes } from "./_variable_routes.ts";

const OF_EXECUTION = (operation: Operation) => inScope("execution", operation);
const OF_TASK = (operation: Operation) => inScope("task", operation);

/**
 * The routes of the engine's resources, below `/`, `/engine-rest` and `/engine-rest/engine/{any}`. `variables` and `localVariables` of a scope
 * are the same variables.
 */
const ENGINE_ROUTES: readonly DescribedRoute[] = [
  ...variableRoutes("/process-instance/{id}/variables", {
    getAll: "getProcessInstanceVariables",
    modify: "modifyProcessInstanceVariables",
    get: "getProcessInstanceVariable",
    set: "setProcessInstanceVariable",
    delete: "deleteProcessInstanceVariable",
    getData: "getProcessInstanceVariableBinary",
    setData: "setProcessInstanceVariableBinary",
  }),
  ...variableRoutes("/process-instance/{id}/localVariables", {
    getAll: "getLocalProcessInstanceVariables",
    modify: "modifyLocalProcessInstanceVariables",
    get: "getLocalProcessInstanceVariable",
    set: "setLocalProcessInstanceVariable",
    delete: "deleteLocalProcessInstanceVariable",
    getData: "getLocalProcessInstanceVariableBinary",
    setData: "setLocalProcessInstanceVariableBinary",
  }),
  ...variableRoutes(
    "/execution/{id}/localVariables",
    {
      getAll: "getLocalExecutionVariables",
      modify: "modifyLocalExecutionVariables",
      get: "getLocalExecutionVariable",
      set: "putLocalExecutionVariable",
      delete: "deleteLocalExecutionVariable",
      getData: "getLocalExecutionVariableBinary",
      setData: "setLocalExecutionVariableBinary",
    },
    OF_EXECUTION,
  ),
  ...variableRoutes(
    "/execution/{id}/variables",
    {
      getAll: "getExecutionVariables",
      modify: "modifyExecutionVariables",
      get: "getExecutionVariable",
      set: "putExecutionVariable",
      delete: "deleteExecutionVariable",
      getData: "getExecutionVariableBinary",
      setData: "setExecutionVariableBinary",
    },
    OF_EXECUTION,
  ),
  ...variableRoutes(
    "/task/{id}/variables",
    {
      getAll: "getTaskVariables",
      modify: "modifyTaskVariables",
      get: "getTaskVariable",
      set: "putTaskVariable",
      delete: "deleteTaskVariable",
      getData: "getTaskVariableBinary",
      setData: "setBinaryTaskVariable",
    },
    OF_TASK,
  ),
  ...variableRoutes(
    "/task/{id}/localVariables",
    {
      getAll: "getTaskLocalVariables",
      modify: "modifyTaskLocalVariables",
      get: "getTaskLocalVariable",
      set: "putTaskLocalVariable",
      delete: "deleteTaskLocalVariable",
      getData: "getTaskLocalVariableBinary",
      setData: "setBinaryTaskLocalVariable",
    },
    OF_TASK,
  ),
  ...INSTANCE_ROUTES,
  ...VARIABLE_INSTANCE_ROUTES,
  {
    path: "/engine",
    operations: {
      GET: { id: "getProcessEngineNames", run: getEngines, description: GET_ENGINES },
    },
  },
  {
    path: "/version",
    operations: {
      GET: { id: "getRestAPIVersion", run: getVersion, description: GET_VERSION },
    },
  },
];

/** All routes that every server has: those of the engine, and the description of them. */
export const ROUTES: readonly DescribedRoute[] = routesWith([]);

/**
 * Makes the routes of a server that has some of its own.
 *
 * @param own The server's own routes, which come behind all others.
 * @returns All its routes, with the description of all of them.
 */
export function routesWith(own: readonly DescribedRoute[]): readonly DescribedRoute[] {
  const routes: readonly DescribedRoute[] = [
    ...ENGINE_ROUTES,
    {
      path: "/openapi.json",
      operations: {
        GET: { id: "getOpenapi", run: getOpenapi(() => routes), description: GET_OPENAPI },
      },
    },
    ...own,
  ];
  return routes;
}

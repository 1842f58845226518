import {
  COUNT_VARIABLE_INSTANCES,
  GET_VARIABLE_INSTANCE,
  GET_VARIABLE_INSTANCE_DATA,
  LIST_VARIABLE_INSTANCES,
  QUERY_VARIABLE_INSTANCES,
  QUERY_VARIABLE_INSTANCES_COUNT,
} from "../openapi/_variable_instance_descriptions.ts";
import {
  countVariableInstances,
  getVariableInstance,
  getVariableInstanceData,
  listVariableInstances,
  queryVariableInstances,
  queryVariableInstancesCount,
} from "../operations/_variable_instance_operations.ts";
import type { DescribedRoute } from "./_route_table.ts";

/** The variables of all instances, by filters or by their ids. The count must come before the single variable; no id is `count`. */
export const VARIABLE_INSTANCE_ROUTES: readonly DescribedRoute[] = [
  {
    path: "/variable-instance",
    operations: {
      GET: {
        id: "getVariableInstances",
        run: listVariableInstances,
        description: LIST_VARIABLE_INSTANCES,
        isSearch: true,
      },
      POST: {
        id: "queryVariableInstances",
        run: queryVariableInstances,
        description: QUERY_VARIABLE_INSTANCES,
        isRead: true,
      },
    },
  },
  {
    path: "/variable-instance/count",
    operations: {
      GET: {
        id: "getVariableInstancesCount",
        run: countVariableInstances,
        description: COUNT_VARIABLE_INSTANCES,
        isSearch: true,
      },
      POST: {
        id: "queryVariableInstancesCount",
        run: queryVariableInstancesCount,
        description: QUERY_VARIABLE_INSTANCES_COUNT,
        isRead: true,
      },
    },
  },
  {
    path: "/variable-instance/{id}",
    operations: {
      GET: {
        id: "getVariableInstance",
        run: getVariableInstance,
        description: GET_VARIABLE_INSTANCE,
      },
    },
  },
  {
    path: "/variable-instance/{id}/data",
    operations: {
      GET: {
        id: "getVariableInstanceBinary",
        run: getVariableInstanceData,
        description: GET_VARIABLE_INSTANCE_DATA,
      },
    },
  },
];

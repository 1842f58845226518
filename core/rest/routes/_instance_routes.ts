import {
  CLEAR_INSTANCE,
  COUNT_INSTANCES,
  GET_INSTANCE,
  LIST_INSTANCES,
  QUERY_INSTANCES,
  QUERY_INSTANCES_COUNT,
} from "../openapi/_instance_descriptions.ts";
import {
  clearInstance,
  countInstances,
  getInstance,
  listInstances,
  queryInstances,
  queryInstancesCount,
} from "../operations/_instance_operations.ts";
import type { DescribedRoute } from "./_route_table.ts";

/**
 * The process instances. The count must come before the single instance. So, as in the engine, an instance whose id is `count` can
 * neither be read nor deleted.
 */
export const INSTANCE_ROUTES: readonly DescribedRoute[] = [
  {
    path: "/process-instance",
    operations: {
      GET: {
        id: "getProcessInstances",
        run: listInstances,
        description: LIST_INSTANCES,
        isSearch: true,
      },
      POST: {
        id: "queryProcessInstances",
        run: queryInstances,
        description: QUERY_INSTANCES,
        isRead: true,
      },
    },
  },
  {
    path: "/process-instance/count",
    operations: {
      GET: {
        id: "getProcessInstancesCount",
        run: countInstances,
        description: COUNT_INSTANCES,
        isSearch: true,
      },
      POST: {
        id: "queryProcessInstancesCount",
        run: queryInstancesCount,
        description: QUERY_INSTANCES_COUNT,
        isRead: true,
      },
    },
  },
  {
    path: "/process-instance/{id}",
    operations: {
      GET: { id: "getProcessInstance", run: getInstance, description: GET_INSTANCE },
      DELETE: { id: "deleteProcessInstance", run: clearInstance, description: CLEAR_INSTANCE },
    },
  },
];

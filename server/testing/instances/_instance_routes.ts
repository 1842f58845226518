import type { Context } from "../../../core/rest/_context.ts";
import { jsonAnswer } from "../../../core/rest/answers/_json_answer.ts";
import { refuseCondition } from "../../../core/rest/conditions/_refuse_condition.ts";
import { Query } from "../../../core/rest/requests/_query.ts";
import { readQueryBody } from "../../../core/rest/requests/_read_query_body.ts";
import type { RestResponse } from "../../../core/rest/rest_response.ts";
import type { Route } from "../../../core/rest/routes/_route_table.ts";
import { EngineError } from "../_engine_error.ts";
import type { Instance, Instances } from "./_instances.ts";
import { printInstance } from "./_print_instance.ts";

const NO_CONTENT: RestResponse = { status: 204, headers: {}, body: undefined };

/**
 * The routes of single process instances and executions, which the engine knows and a store of variables does not.
 *
 * @param instances The instances.
 * @param end Ends an instance with its tasks and variables.
 */
export function instanceRoutes(
  instances: Instances,
  end: (instance: Instance) => Promise<void>,
): readonly Route[] {
  async function getInstance(context: Context): Promise<RestResponse> {
    const [id = ""] = context.parameters;
    const instance = instances.get(id) ?? missing("Process instance", id);
    return jsonAnswer(context, JSON.stringify(printInstance(instance)));
  }

  async function deleteInstance({ request, parameters }: Context): Promise<RestResponse> {
    refuseCondition(request);
    const [id = ""] = parameters;
    const instance = instances.get(id);
    if (instance !== undefined) await end(instance);
    else if (new Query(request).isTrue("failIfNotExists", true)) {
      const reason = `No process instance found for id '${id}': processInstance is null`;
      throw new EngineError(404, "InvalidRequestException", reason, 0);
    }
    return NO_CONTENT;
  }

  async function suspendInstance(context: Context): Promise<RestResponse> {
    const [id = ""] = context.parameters;
    const suspended = (await readQueryBody(context)).get("suspended");
    if (typeof suspended !== "boolean") {
      const reason = "Cannot suspend the process instance: 'suspended' must be true or false";
      throw new EngineError(400, "InvalidRequestException", reason);
    }
    (instances.get(id) ?? missing("Process instance", id)).suspended = suspended;
    return NO_CONTENT;
  }

  async function getExecution(context: Context): Promise<RestResponse> {
    const [id = ""] = context.parameters;
    const { id: processInstanceId, tenantId } =
      instances.ofExecution(id) ?? missing("Execution", id);
    return jsonAnswer(context, JSON.stringify({ id, processInstanceId, ended: false, tenantId }));
  }

  return [
    {
      path: "/process-instance/{id}",
      operations: {
        GET: { id: "getProcessInstance", run: getInstance },
        DELETE: { id: "deleteProcessInstance", run: deleteInstance },
      },
    },
    {
      path: "/process-instance/{id}/suspended",
      operations: { PUT: { id: "updateSuspensionStateById", run: suspendInstance } },
    },
    {
      path: "/execution/{id}",
      operations: { GET: { id: "getExecution", run: getExecution } },
    },
  ];
}

function missing(what: string, id: string): never {
  throw new EngineError(404, "InvalidRequestException", `${what} with id ${id} does not exist`);
}

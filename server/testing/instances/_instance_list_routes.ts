import type { Context } from "../../../core/rest/_context.ts";
import { jsonAnswer } from "../../../core/rest/answers/_json_answer.ts";
import { BodyFilters } from "../../../core/rest/requests/_body_filters.ts";
import {
  checkFilterNames,
  checkParameterNames,
} from "../../../core/rest/requests/_check_filter_names.ts";
import { INSTANCE_FILTERS } from "../../../core/rest/requests/_instance_filters.ts";
import { pageParameters } from "../../../core/rest/requests/_page_parameters.ts";
import { Query } from "../../../core/rest/requests/_query.ts";
import { readQueryBody } from "../../../core/rest/requests/_read_query_body.ts";
import { UrlFilters } from "../../../core/rest/requests/_url_filters.ts";
import type { RestResponse } from "../../../core/rest/rest_response.ts";
import type { Route } from "../../../core/rest/routes/_route_table.ts";
import { findInstances, type InstanceSearch } from "./_find_instances.ts";
import type { Instance, Instances } from "./_instances.ts";
import { printInstance } from "./_print_instance.ts";

const PARAMETERS = [...INSTANCE_FILTERS, "firstResult", "maxResults"];
const MEMBERS = [...PARAMETERS, "sorting", "orQueries"];
const ALTERNATIVES = [...INSTANCE_FILTERS, "sorting"];

type Read = (context: Context) => InstanceSearch | Promise<InstanceSearch>;
type Answer = (context: Context, found: readonly Instance[]) => RestResponse;

/** The routes that list and count process instances, also such as have no variables. */
export function instanceListRoutes(instances: Instances): readonly Route[] {
  const search = (read: Read, answer: Answer) => async (context: Context) => {
    const wanted = await read(context);
    return answer(context, await findInstances(wanted, instances, context.service.variables));
  };
  return [
    {
      path: "/process-instance",
      operations: {
        GET: { id: "getProcessInstances", run: search(byUrl, list), isSearch: true },
        POST: { id: "queryProcessInstances", run: search(byBody, list) },
      },
    },
    {
      path: "/process-instance/count",
      operations: {
        GET: { id: "getProcessInstancesCount", run: search(byUrl, count), isSearch: true },
        POST: { id: "queryProcessInstancesCount", run: search(byBody, count) },
      },
    },
  ];
}

function byUrl({ request }: Context): InstanceSearch {
  const query = new Query(request);
  checkParameterNames(query.names(), PARAMETERS);
  return { filters: new UrlFilters(query), alternatives: [] };
}

async function byBody(context: Context): Promise<InstanceSearch> {
  const members = await readQueryBody(context);
  checkFilterNames(members.keys(), MEMBERS);
  const filters = new BodyFilters(members);
  const alternatives = filters.objects("orQueries").map((alternative) => {
    checkFilterNames(alternative.keys(), ALTERNATIVES);
    return new BodyFilters(alternative);
  });
  return { filters, alternatives };
}

function list(context: Context, found: readonly Instance[]): RestResponse {
  const { firstResult = 0, maxResults = found.length } = pageParameters(new Query(context.request));
  const page = found.slice(firstResult, firstResult + maxResults);
  return jsonAnswer(context, JSON.stringify(page.map(printInstance)));
}

function count(context: Context, found: readonly Instance[]): RestResponse {
  return jsonAnswer(context, JSON.stringify({ count: found.length }));
}

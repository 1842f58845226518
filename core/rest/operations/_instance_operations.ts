import { shorten } from "../../errors/_shorten.ts";
import { NotFoundError } from "../../variables/errors/not_found_error.ts";
import type { InstanceQuery } from "../../variables/options/variable_query.ts";
import type { Context } from "../_context.ts";
import { jsonAnswer, streamedJson } from "../answers/_json_answer.ts";
import { processInstance } from "../answers/_process_instance.ts";
import { refuseCondition } from "../conditions/_refuse_condition.ts";
import { BodyFilters } from "../requests/_body_filters.ts";
import { checkFilterNames, checkParameterNames } from "../requests/_check_filter_names.ts";
import {
  alternativeFilter,
  INSTANCE_FILTERS,
  instanceFilter,
  instanceOrder,
} from "../requests/_instance_filters.ts";
import { pageParameters } from "../requests/_page_parameters.ts";
import { Query } from "../requests/_query.ts";
import { readQueryBody } from "../requests/_read_query_body.ts";
import { UrlFilters } from "../requests/_url_filters.ts";
import type { RestResponse } from "../rest_response.ts";

const PAGE = ["firstResult", "maxResults"];
const PARAMETERS = [...INSTANCE_FILTERS, ...PAGE];
/** Paging in the body is ignored, as in the engine: it stands in the query string. */
const MEMBERS = [...PARAMETERS, "sorting", "orQueries"];
const ALTERNATIVES = [...INSTANCE_FILTERS, "sorting"];

/** `GET` and `HEAD /process-instance`: the instances that have a variable. */
export async function listInstances(context: Context): Promise<RestResponse> {
  return listAnswer(context, wantedByUrl(context));
}

/** `POST /process-instance`: the same by filters in a body. */
export async function queryInstances(context: Context): Promise<RestResponse> {
  return listAnswer(context, await wantedByBody(context));
}

/** `GET` and `HEAD /process-instance/count`: how many instances have a variable. */
export async function countInstances(context: Context): Promise<RestResponse> {
  return countAnswer(context, wantedByUrl(context));
}

/** `POST /process-instance/count`: the same by filters in a body. */
export async function queryInstancesCount(context: Context): Promise<RestResponse> {
  return countAnswer(context, await wantedByBody(context));
}

/** `GET` and `HEAD /process-instance/{id}`: an instance. */
export async function getInstance(context: Context): Promise<RestResponse> {
  const [id = ""] = context.parameters;
  if (await context.service.variables.hasInstance(id)) {
    return jsonAnswer(context, JSON.stringify(processInstance(id)));
  }
  throw new NotFoundError(
    "InvalidRequestException",
    `Process instance with id ${shorten(id)} does not exist`,
  );
}

/**
 * `DELETE /process-instance/{id}`: deletes all variables of an instance in one step. It succeeds also if there are none. With
 * `failIfNotExists=false` it does so, too, if the instance does not exist.
 */
export async function clearInstance(context: Context): Promise<RestResponse> {
  const { service, request, parameters } = context;
  const [instanceId = ""] = parameters;
  refuseCondition(request);
  try {
    await service.variables.clear(instanceId);
  } catch (error) {
    const mayBeMissing = !new Query(request).isTrue("failIfNotExists", true);
    if (!(mayBeMissing && error instanceof NotFoundError)) throw error;
  }
  return { status: 204, headers: {}, body: undefined };
}

function wantedByUrl({ service, request }: Context): InstanceQuery {
  const query = new Query(request);
  if (!service.variables.lenient) checkParameterNames(query.names(), PARAMETERS);
  const source = new UrlFilters(query);
  return { ...instanceFilter(source), sortOrder: instanceOrder(source) };
}

async function wantedByBody(context: Context): Promise<InstanceQuery> {
  const { lenient } = context.service.variables;
  const members = await readQueryBody(context);
  if (!lenient) checkFilterNames(members.keys(), MEMBERS);
  const source = new BodyFilters(members);
  const alternatives = source.objects("orQueries").flatMap((filters) => {
    if (!lenient) checkFilterNames(filters.keys(), ALTERNATIVES);
    return alternativeFilter(new BodyFilters(filters)) ?? [];
  });
  return {
    ...instanceFilter(source),
    orQueries: alternatives,
    sortOrder: instanceOrder(source),
  };
}

async function listAnswer(context: Context, wanted: InstanceQuery): Promise<RestResponse> {
  const { service, request } = context;
  const page = pageParameters(new Query(request));
  const ids = service.variables.instances({ ...wanted, ...page, signal: request.signal });
  return streamedJson(context, printInstances(ids));
}

async function* printInstances(ids: AsyncIterable<string>): AsyncGenerator<string> {
  let start = "[";
  for await (const id of ids) {
    yield start + JSON.stringify(processInstance(id));
    start = ",";
  }
  yield start === "[" ? "[]" : "]";
}

async function countAnswer(context: Context, wanted: InstanceQuery): Promise<RestResponse> {
  const { service, request } = context;
  const count = await service.variables.countInstances({ ...wanted, signal: request.signal });
  return jsonAnswer(context, JSON.stringify({ count }));
}

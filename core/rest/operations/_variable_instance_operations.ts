import type { VariableFilter, VariableSorting } from "../../variables/options/variable_query.ts";
import type { Context } from "../_context.ts";
import { jsonAnswer, streamedJson } from "../answers/_json_answer.ts";
import { printedAnswer } from "../answers/_printed_answer.ts";
import { variableAnswer } from "../answers/_variable_answer.ts";
import { BodyFilters } from "../requests/_body_filters.ts";
import { checkFilterNames, checkParameterNames } from "../requests/_check_filter_names.ts";
import { dispositionParameter } from "../requests/_disposition_parameter.ts";
import type { FilterSource } from "../requests/_filter_source.ts";
import { pageParameters } from "../requests/_page_parameters.ts";
import { Query } from "../requests/_query.ts";
import { readQueryBody } from "../requests/_read_query_body.ts";
import { UrlFilters } from "../requests/_url_filters.ts";
import {
  VARIABLE_FILTERS,
  variableFilter,
  variableSorting,
} from "../requests/_variable_filters.ts";
import type { RestResponse } from "../rest_response.ts";

const PAGE = ["firstResult", "maxResults", "deserializeValues"];
/** A count ignores the page, as in the engine, but would be wrong without a filter. */
const COUNT_PARAMETERS = [...VARIABLE_FILTERS, ...PAGE];
const LIST_PARAMETERS = [...COUNT_PARAMETERS, "omitBytes"];
/** Paging in the body is ignored, as in the engine: it stands in the query string. */
const MEMBERS = [...VARIABLE_FILTERS, ...PAGE, "sorting"];

/** What is searched for. */
interface Wanted {
  readonly filter: VariableFilter;
  readonly sorting: readonly VariableSorting[];
}

/** `GET` and `HEAD /variable-instance`: variables of any instances, as a JSON array. */
export async function listVariableInstances(context: Context): Promise<RestResponse> {
  return listAnswer(context, wantedByUrl(context, LIST_PARAMETERS));
}

/** `POST /variable-instance`: the same by filters in a body. */
export async function queryVariableInstances(context: Context): Promise<RestResponse> {
  return listAnswer(context, await wantedByBody(context));
}

/** `GET` and `HEAD /variable-instance/count`: how many variables there are. */
export async function countVariableInstances(context: Context): Promise<RestResponse> {
  return countAnswer(context, wantedByUrl(context, COUNT_PARAMETERS));
}

/** `POST /variable-instance/count`: the same by filters in a body. */
export async function queryVariableInstancesCount(context: Context): Promise<RestResponse> {
  return countAnswer(context, await wantedByBody(context));
}

/** `GET` and `HEAD /variable-instance/{id}`: a variable in JSON, with its id, its name and its process instance. */
export async function getVariableInstance(context: Context): Promise<RestResponse> {
  const { service, request, parameters } = context;
  const [id = ""] = parameters;
  const deserializeValue = new Query(request).isTrue("deserializeValue", true);
  return printedAnswer(context, {
    stat: () => service.variables.statById(id),
    print: () => service.variables.openJsonById(id, { deserializeValue }),
  });
}

/** `GET` and `HEAD /variable-instance/{id}/data`: a variable's bytes. */
export async function getVariableInstanceData(context: Context): Promise<RestResponse> {
  const [id = ""] = context.parameters;
  const disposition = dispositionParameter(context.request);
  const variable = await context.service.variables.openBinaryById(id);
  return variableAnswer(context, variable, disposition);
}

function wantedByUrl({ service, request }: Context, known: readonly string[]): Wanted {
  const query = new Query(request);
  if (!service.variables.lenient) checkParameterNames(query.names(), known);
  return wantedBy(new UrlFilters(query));
}

async function wantedByBody(context: Context): Promise<Wanted> {
  const members = await readQueryBody(context);
  if (!context.service.variables.lenient) checkFilterNames(members.keys(), MEMBERS);
  return wantedBy(new BodyFilters(members));
}

function wantedBy(source: FilterSource): Wanted {
  return { filter: variableFilter(source), sorting: variableSorting(source) };
}

async function listAnswer(context: Context, { filter, sorting }: Wanted): Promise<RestResponse> {
  const { service, request } = context;
  const query = new Query(request);
  const variables = service.variables.queryJson({
    ...filter,
    sorting,
    ...pageParameters(query),
    deserializeValues: query.isTrue("deserializeValues", true),
    omitBytes: query.isTrue("omitBytes", false),
    signal: request.signal,
  });
  return streamedJson(context, variables);
}

async function countAnswer(context: Context, { filter }: Wanted): Promise<RestResponse> {
  const { service, request } = context;
  const count = await service.variables.count({ ...filter, signal: request.signal });
  return jsonAnswer(context, JSON.stringify({ count }));
}

import { COMMON_ANSWERS, common } from "./_answers.ts";
import type {
  Answer,
  JsonSchema,
  OperationDescription,
  Parameter,
} from "./_operation_description.ts";
import { SCHEMAS } from "./_schemas.ts";
import { VARIABLE_ID } from "./_variable_instance_descriptions.ts";

/** The parts of a route's operation that the document needs. */
interface DescribedOperation {
  readonly id: string;
  readonly description: OperationDescription;
}

/** The parts of a route that the document needs: its path, and its operations by method. */
export interface DescribedRoute {
  readonly path: string;
  readonly operations: { readonly [method: string]: DescribedOperation };
  readonly isOfServer?: boolean;
}

/** A parameter in the path. */
export interface PathParameter {
  readonly name: string;
  readonly in: "path";
  readonly required: true;
  readonly description: string;
  readonly schema: JsonSchema;
  readonly example: string;
}

/** An operation with its id, its tags, and all its parameters. */
export interface OpenapiOperation extends Omit<OperationDescription, "parameters"> {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly parameters: readonly (PathParameter | Parameter)[];
  /** Where it is served, if not below the paths of all others. */
  readonly servers?: readonly { readonly url: string }[];
}

/** The OpenAPI 3.1 document of this server. */
export interface OpenapiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenapiOperation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>;
    readonly responses: Readonly<Record<string, Answer>>;
  };
}

/** By the first segment of a path: a tag, the name of the thing whose id is in the path, and an example of the id. */
const SCOPES: ReadonlyMap<string, readonly [tag: string, subject: string, example: string]> =
  new Map([
    ["process-instance", ["Process Instance", "process instance", "aProcessInstanceId"]],
    ["execution", ["Execution", "execution", "anExecutionId"]],
    ["task", ["Task", "task", "aTaskId"]],
    ["variable-instance", ["Variable Instance", "variable", VARIABLE_ID]],
    ["health", ["Health", "", ""]],
  ]);

/**
 * Describes routes as an OpenAPI 3.1 document.
 *
 * @param routes The server's routes.
 * @param version The server's version.
 */
export function openapiDocument(
  routes: readonly DescribedRoute[],
  version: string,
): OpenapiDocument {
  return {
    openapi: "3.1.0",
    info: {
      title: "varpost",
      version,
      description: "Process variables, as in Camunda 7's REST API.",
    },
    servers: [{ url: "/" }, { url: "/engine-rest" }, { url: "/engine-rest/engine/default" }],
    paths: Object.fromEntries(routes.map((route) => [route.path, describePath(route)])),
    components: { schemas: SCHEMAS, responses: COMMON_ANSWERS },
  };
}

function describePath(route: DescribedRoute): Record<string, OpenapiOperation> {
  const { path, operations, isOfServer = false } = route;
  const servers = isOfServer ? { servers: [{ url: "/" }] } : {};
  const described: [method: string, OpenapiOperation][] = [];
  for (const [method, operation] of Object.entries(operations)) {
    described.push([method.toLowerCase(), { ...describeOperation(path, operation), ...servers }]);
  }
  return Object.fromEntries(described);
}

function describeOperation(
  path: string,
  { id, description }: DescribedOperation,
): OpenapiOperation {
  const [, first = "", ...rest] = path.split("/");
  const [tag, subject, example] = SCOPES.get(first) ?? ["Service", "", ""];
  const named: PathParameter[] = [];
  if (rest.includes("{id}")) named.push(pathParameter("id", `The id of the ${subject}.`, example));
  if (rest.includes("{varName}")) {
    named.push(pathParameter("varName", "The name of the variable.", "aVarName"));
  }
  const { parameters = [], responses, ...others } = description;
  return {
    operationId: id,
    tags: [tag],
    ...others,
    parameters: [...named, ...parameters],
    responses: { ...responses, default: common("Failure") },
  };
}

function pathParameter(name: string, description: string, example: string): PathParameter {
  return { name, in: "path", required: true, description, schema: { type: "string" }, example };
}

import type { JsonSchema } from "../../core/rest/openapi/_operation_description.ts";

type Schemas = Readonly<Record<string, JsonSchema>>;

const REFERENCE = "#/components/schemas/";

/**
 * Checks a value by a schema. It knows the parts of JSON Schema that our OpenAPI document uses.
 *
 * @param value A value of JSON.
 * @param schema The schema.
 * @param schemas The schemas to which it refers, by name.
 * @param path Path of the value, for messages.
 * @returns The errors; empty if the value is valid.
 */
export function checkSchema(
  value: unknown,
  schema: JsonSchema,
  schemas: Schemas,
  path = "$",
): string[] {
  if (schema.$ref !== undefined) {
    const target = schemas[schema.$ref.slice(REFERENCE.length)];
    if (target === undefined) return [`${path}: ${schema.$ref} is missing`];
    return checkSchema(value, target, schemas, path);
  }
  const wrong: string[] = [];
  const types = typeof schema.type === "string" ? [schema.type] : schema.type;
  if (types !== undefined && !types.includes(typeOf(value))) {
    wrong.push(`${path}: ${typeOf(value)} is not ${types.join(" or ")}`);
  }
  if (typeof value === "number" && value < (schema.minimum ?? Number.NEGATIVE_INFINITY)) {
    wrong.push(`${path}: ${value} is less than ${schema.minimum}`);
  }
  if (Array.isArray(value)) {
    for (const [index, element] of value.entries()) {
      wrong.push(...checkSchema(element, schema.items ?? {}, schemas, `${path}[${index}]`));
    }
  } else if (typeof value === "object" && value !== null) {
    wrong.push(...checkMembers(new Map(Object.entries(value)), schema, schemas, path));
  }
  return wrong;
}

function checkMembers(
  members: ReadonlyMap<string, unknown>,
  { properties = {}, required = [], additionalProperties = {} }: JsonSchema,
  schemas: Schemas,
  path: string,
): string[] {
  const wrong = required
    .filter((name) => !members.has(name))
    .map((name) => `${path}: '${name}' is missing`);
  for (const [name, member] of members) {
    const schema = properties[name] ?? additionalProperties;
    if (schema === false) wrong.push(`${path}: '${name}' is not known`);
    else if (schema !== true)
      wrong.push(...checkSchema(member, schema, schemas, `${path}.${name}`));
  }
  return wrong;
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return Number.isInteger(value) ? "integer" : typeof value;
}

import assert from "node:assert/strict";
import {
  type OpenapiDocument,
  type OpenapiOperation,
  openapiDocument,
} from "../../core/rest/openapi/_openapi_document.ts";
import type { JsonSchema } from "../../core/rest/openapi/_operation_description.ts";
import { ROUTES } from "../../core/rest/routes/_routes.ts";
import { checkSchema } from "../support/check_schema.ts";
import type { Send, WireAnswer, WireRequest } from "./_client.ts";
import { FORM_TYPE, form } from "./_form.ts";
import { matrix } from "./_matrix.ts";

const DOCUMENT: OpenapiDocument = openapiDocument(ROUTES, "0.0.0");
const { schemas } = DOCUMENT.components;

/** A request from an example of the document. */
interface Written {
  readonly example: string;
  readonly what: string;
  readonly request: WireRequest;
}

/** An answer from an example of the document. */
interface Read {
  readonly example: string;
  readonly what: string;
  readonly request: WireRequest;
  readonly mediaType: string;
  readonly schema: JsonSchema | undefined;
  readonly value: unknown;
}

const WRITTEN = eachOperation().flatMap(([method, path, operation]) =>
  writes(method, path, operation),
);
const READS = eachOperation().flatMap(([method, path, operation]) =>
  reads(method, path, operation),
);

matrix("the examples of the document", (test, withService) => {
  test("fit their schemas, and do what they say", () =>
    withService(async ({ send, storage }) => {
      for (const { what, request } of WRITTEN) {
        const { status, body } = await send(request);
        assert.deepEqual([status, body.toString()], [204, ""], what);
      }
      assert.deepEqual(await storage.instances(), [
        "aProcessInstanceId",
        "aTaskId",
        "anExecutionId",
      ]);
    }));

  test("of answers are what the server answers after the request of the same name", () =>
    withService(async ({ send, storage }) => {
      for (const read of READS) {
        for (const id of await storage.instances()) await storage.apply(id, [{ op: "clear" }]);
        const written = WRITTEN.find(({ example, request }) => {
          return example === read.example && shareScope(request.path, read.request.path);
        });
        if (written !== undefined) await send(written.request);
        await checkRead(send, read);
      }
    }));
});

async function checkRead(
  send: Send,
  { what, request, mediaType, schema, value }: Read,
): Promise<void> {
  const answer = await send(request);
  assert.equal(answer.status, 200, what);
  if (mediaType !== "application/json") {
    assert.equal(answer.body.toString(), value, what);
    return;
  }
  checkJson(answer, schema, what);
  assert.deepEqual(JSON.parse(answer.body.toString()), value, what);
}

function checkJson({ headers, body }: WireAnswer, schema: JsonSchema = {}, what: string): void {
  assert.equal(headers["content-type"], "application/json", what);
  assert.deepEqual(checkSchema(JSON.parse(body.toString()), schema, schemas), [], what);
}

/** Whether a read shows the result of a write. Both belong to the same scope; searches show the variables of instances. */
function shareScope(written: string, read: string): boolean {
  const [, scope] = read.split("/");
  const isScope = ["process-instance", "execution", "task"].includes(scope ?? "");
  return written.startsWith(isScope ? `/${scope}/` : "/process-instance/");
}

function eachOperation(): [method: string, path: string, operation: OpenapiOperation][] {
  return Object.entries(DOCUMENT.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, string, OpenapiOperation] => [
      method.toUpperCase(),
      path,
      operation,
    ]),
  );
}

/** The requests that write. What is answered with content is a search. */
function writes(method: string, path: string, operation: OpenapiOperation): Written[] {
  if (operation.responses["200"] !== undefined) return [];
  return requests(method, path, operation);
}

function requests(method: string, path: string, operation: OpenapiOperation): Written[] {
  const target = fill(path, operation);
  const content = Object.entries(operation.requestBody?.content ?? {});
  return content.flatMap(([mediaType, { schema = {}, examples = {} }]) =>
    Object.entries(examples).map(([example, { value }]) => {
      const what = `${method} ${path}: ${example}`;
      assert.deepEqual(checkSchema(value, schema, schemas), [], what);
      const body = mediaType === "application/json" ? JSON.stringify(value) : formOf(value);
      const type = mediaType === "application/json" ? mediaType : FORM_TYPE;
      return {
        example,
        what,
        request: { method, path: target, headers: { "content-type": type }, body },
      };
    }),
  );
}

/** Makes a form from an example. Examples cannot have file names, so a File gets one here. */
function formOf(value: unknown): Buffer {
  assert.ok(typeof value === "object" && value !== null);
  const isFile = "valueType" in value && value.valueType === "File";
  return form(
    ...Object.entries(value).map(([name, content]) => ({
      name,
      content: String(content),
      ...(isFile && name === "data" ? { filename: "invoice.pdf" } : {}),
    })),
  );
}

function reads(method: string, path: string, operation: OpenapiOperation): Read[] {
  const answer = operation.responses["200"];
  if (answer === undefined || "$ref" in answer) return [];
  const searches = requests(method, path, operation);
  const plain = { method, path: fill(path, operation) };
  return Object.entries(answer.content ?? {}).flatMap(([mediaType, { schema, examples = {} }]) =>
    Object.entries(examples).map(([example, { value }]) => {
      const what = `${method} ${path}: ${example}`;
      const request = searches.find((search) => search.example === example)?.request ?? plain;
      return { example, what, request, mediaType, schema, value };
    }),
  );
}

function fill(path: string, { parameters }: OpenapiOperation): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name) => {
    const parameter = parameters.find((known) => known.name === name);
    assert.ok(parameter !== undefined && parameter.in === "path");
    return parameter.example;
  });
}

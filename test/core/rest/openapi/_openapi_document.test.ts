import assert from "node:assert/strict";
import {
  type OpenapiOperation,
  openapiDocument,
} from "../../../../core/rest/openapi/_openapi_document.ts";
import type {
  Answer,
  AnswerReference,
  Content,
} from "../../../../core/rest/openapi/_operation_description.ts";
import { ROUTES } from "../../../../core/rest/routes/_routes.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("openapiDocument()");

const DOCUMENT = openapiDocument(ROUTES, "1.2.3");

const OPERATIONS: readonly (readonly [name: string, path: string, OpenapiOperation])[] =
  Object.entries(DOCUMENT.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, string, OpenapiOperation] => [
      `${method.toUpperCase()} ${path}`,
      path,
      operation,
    ]),
  );

test("describes every route, and no other", () => {
  const described = OPERATIONS.map(([name, , { operationId }]) => `${name} ${operationId}`);
  const served = ROUTES.flatMap(({ path, operations }) =>
    Object.entries(operations).map(([method, { id }]) => `${method} ${path} ${id}`),
  );
  assert.deepEqual(described.sort(), served.sort());
});

test("gives each operation an id of its own", () => {
  const ids = OPERATIONS.map(([, , { operationId }]) => operationId);
  assert.equal(new Set(ids).size, ids.length);
});

test("describes each parameter of a path, once, and no other", () => {
  for (const [name, path, { parameters }] of OPERATIONS) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
    const described = parameters.filter((parameter) => parameter.in === "path");
    assert.deepEqual(
      described.map((parameter) => parameter.name),
      inPath,
      name,
    );
    const keys = parameters.map((parameter) => `${parameter.in} ${parameter.name}`);
    assert.equal(new Set(keys).size, keys.length, name);
  }
});

test("refers only to what it holds, and holds only what it refers to", () => {
  const text = JSON.stringify({ paths: DOCUMENT.paths, components: DOCUMENT.components });
  const referred = new Set(
    [...text.matchAll(/"\$ref":"#\/components\/([^"]+)"/g)].map(([, target]) => target),
  );
  const held = Object.entries(DOCUMENT.components).flatMap(([kind, parts]) =>
    Object.keys(parts).map((name) => `${kind}/${name}`),
  );
  assert.deepEqual([...referred].sort(), held.sort());
});

test("tells of a success and a failure of each operation", () => {
  for (const [name, , { responses }] of OPERATIONS) {
    assert.ok("200" in responses || "204" in responses, name);
    assert.ok("default" in responses, name);
  }
});

test("says that the storage may be unavailable, of each operation that needs it", () => {
  for (const [name, , { tags, responses }] of OPERATIONS) {
    assert.equal("503" in responses, !tags.includes("Service"), name);
  }
});

test("has an example of every body that is JSON or a form, but of itself", () => {
  for (const [name, , { operationId, requestBody, responses }] of OPERATIONS) {
    if (operationId === "getOpenapi") continue;
    const bodies = [requestBody?.content, contentOf(responses["200"])];
    for (const content of bodies) {
      for (const [mediaType, { examples = {} }] of Object.entries(content ?? {})) {
        assert.ok(Object.keys(examples).length > 0, `${name} ${mediaType}`);
      }
    }
  }
});

test("names its version", () => {
  assert.deepEqual([DOCUMENT.openapi, DOCUMENT.info.version], ["3.1.0", "1.2.3"]);
});

function contentOf(answer: Answer | AnswerReference | undefined): Content | undefined {
  return answer !== undefined && "content" in answer ? answer.content : undefined;
}

import assert from "node:assert/strict";
import {
  InvalidVariableError,
  LimitExceededError,
  MultipartSyntaxError,
  NotFoundError,
  PreconditionFailedError,
  StorageError,
  UnsupportedMediaTypeError,
} from "../../../core/mod.ts";
import { errorAnswer } from "../../../server/rest/_error_answer.ts";
import { HttpError } from "../../../server/rest/_http_error.ts";
import { suite } from "../../support/suite.ts";

const test = suite("errorAnswer()");

const TABLE: readonly (readonly [error: unknown, status: number, type: string, code: 1 | null])[] =
  [
    [new HttpError(404, "NotFoundException", "m"), 404, "NotFoundException", null],
    [new MultipartSyntaxError("m", 1), 400, "RestException", null],
    [new MultipartSyntaxError("m", 1, "truncated"), 400, "RestException", null],
    [new LimitExceededError("maxParts", 1, "m"), 400, "InvalidRequestException", null],
    [new LimitExceededError("maxHeaderBytes", 1, "m"), 400, "InvalidRequestException", null],
    [new LimitExceededError("maxTextBytes", 1, "m"), 400, "InvalidRequestException", null],
    [new LimitExceededError("maxPartBytes", 1, "m"), 413, "InvalidRequestException", null],
    [new LimitExceededError("maxValueBytes", 1, "m"), 413, "InvalidRequestException", null],
    [new LimitExceededError("maxJsonBytes", 1, "m"), 413, "InvalidRequestException", null],
    [new LimitExceededError("maxTotalBytes", 1, "m"), 413, "InvalidRequestException", null],
    [new InvalidVariableError("RestException", "m"), 400, "RestException", null],
    [new NotFoundError("RestException", "m"), 404, "RestException", null],
    [new PreconditionFailedError("v", "1"), 412, "OptimisticLockingException", 1],
    [new StorageError("full", "m"), 507, "RestException", null],
    [new UnsupportedMediaTypeError("m"), 415, "NotSupportedException", null],
  ];

for (const [error, status, type, code] of TABLE) {
  test(`has ${status} ${type} for ${error}`, () => {
    const answer = errorAnswer(error);
    assert.deepEqual([answer?.status, answer?.type, answer?.code], [status, type, code]);
    assert.notEqual(answer?.message, "");
  });
}

test("begins with the engine's text when a form cannot be read", () => {
  assert.equal(
    errorAnswer(new MultipartSyntaxError("The form ends early", 7))?.message,
    "multipart/form-data cannot be processed: The form ends early",
  );
});

test("has nothing for a fault", () => {
  for (const fault of [
    new Error("x"),
    new TypeError("x"),
    new StorageError("io", "x"),
    null,
    "x",
  ]) {
    assert.equal(errorAnswer(fault), undefined);
  }
});

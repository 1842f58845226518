import assert from "node:assert/strict";
import {
  type AnsweredError,
  errorAnswer,
  InvalidVariableError,
  LimitExceededError,
  MultipartSyntaxError,
  NotFoundError,
  PreconditionFailedError,
  StorageError,
  UnsupportedMediaTypeError,
} from "../../../../core/mod.ts";
import { RestError } from "../../../../core/rest/errors/rest_error.ts";
import { suite } from "../../../support/suite.ts";

const test = suite("errorAnswer()");

const FORM_ERROR = "multipart/form-data cannot be processed: m";

const TABLE: readonly (readonly [
  error: AnsweredError,
  status: number,
  type: string,
  message?: string,
  code?: number,
])[] = [
  [new UnsupportedMediaTypeError("m"), 415, "NotSupportedException"],
  [new MultipartSyntaxError("m", 1), 400, "RestException", FORM_ERROR],
  [new MultipartSyntaxError("m", 1, "truncated"), 400, "RestException", FORM_ERROR],
  [new LimitExceededError("maxParts", 1, "m"), 400, "InvalidRequestException"],
  [new LimitExceededError("maxHeaderBytes", 1, "m"), 400, "InvalidRequestException"],
  [new LimitExceededError("maxTextBytes", 1, "m"), 400, "InvalidRequestException"],
  [new LimitExceededError("maxPartBytes", 1, "m"), 413, "InvalidRequestException"],
  [new LimitExceededError("maxValueBytes", 1, "m"), 413, "InvalidRequestException"],
  [new LimitExceededError("maxJsonBytes", 1, "m"), 413, "InvalidRequestException"],
  [new LimitExceededError("maxTotalBytes", 1, "m"), 413, "InvalidRequestException"],
  [new InvalidVariableError("RestException", "m"), 400, "RestException"],
  [new NotFoundError("InvalidRequestException", "m"), 404, "InvalidRequestException"],
  [
    new PreconditionFailedError("v", "1"),
    412,
    "OptimisticLockingException",
    "Cannot meet the precondition: variable 'v' is of version '1'",
    1,
  ],
];

for (const [error, status, type, message = error.message, code = null] of TABLE) {
  test(`has ${status} ${type} for ${error}, as the error itself has`, async () => {
    assert.deepEqual(errorAnswer(error), { status, type, message, code });
    assert.deepEqual([error.status, error.statusCode], [status, status]);
    const response = error.getResponse();
    assert.equal(response.status, status);
    assert.equal(response.headers.get("content-type"), "application/json");
    assert.equal(await response.text(), JSON.stringify({ type, message, code }));
  });
}

test("has that of a refusal of the REST resource", () => {
  const { answer } = new RestError(405, "NotAllowedException", "m", { Allow: "GET" });
  assert.deepEqual(answer, { status: 405, type: "NotAllowedException", message: "m", code: null });
  assert.deepEqual(errorAnswer(new RestError(405, "NotAllowedException", "m")), answer);
});

test("tells of a storage that is full or unavailable, and of no other failure of one", () => {
  const full = new StorageError("full", "/secret");
  const type = "RestException";
  const message = "Cannot store the variable: the storage is full";
  assert.deepEqual(errorAnswer(full), { status: 507, type, message, code: null });
  assert.deepEqual([full.status, full.statusCode], [507, 507]);
  for (const [mayBeStored, text] of [
    [undefined, "try again"],
    [false, "try again"],
    [true, "the change may have been stored; read it before you try again"],
  ] as const) {
    const away = new StorageError("unavailable", "/secret", { mayBeStored });
    assert.deepEqual(errorAnswer(away), {
      status: 503,
      type: "ServiceUnavailableException",
      message: `Cannot reach the storage now: ${text}`,
      code: null,
    });
    assert.deepEqual([away.status, away.statusCode], [503, 503]);
  }
  for (const code of ["closed", "locked", "corrupt", "gone", "io"] as const) {
    const broken = new StorageError(code, "/secret");
    assert.equal(errorAnswer(broken), undefined);
    assert.deepEqual([broken.status, broken.statusCode], [500, 500]);
  }
});

test("has nothing for a fault", () => {
  for (const fault of [new Error("x"), new TypeError("x"), { status: 400 }, null, "x"]) {
    assert.equal(errorAnswer(fault), undefined);
  }
});

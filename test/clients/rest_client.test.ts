import assert from "node:assert/strict";
import {
  ExecutionApi,
  ProcessInstanceApi,
  TaskVariableApi,
  VariableInstanceApi,
  VersionApi,
} from "@visaright/camunda-rest-client";
import type { ErrorBody } from "../server/_raw_connection.ts";
import { suite } from "../support/suite.ts";
import { boxed, withRestClient } from "./with_rest_client.ts";

const test = suite("@visaright/camunda-rest-client");

/** Needs escapes, and has a slash: the client sends that as %2F. */
const KEY = { id: "pi 1", varName: "my/var ü" };
/** No text in any encoding. */
const BYTES = Buffer.from(Array.from({ length: 100_000 }, (_, index) => index % 251));

test("sets, gets, lists, modifies and deletes", () =>
  withRestClient(async ({ configuration }) => {
    const api = new ProcessInstanceApi(configuration);
    const variableValueDto = { value: boxed(42), type: "Integer" };
    const set = await api.setProcessInstanceVariable({ ...KEY, variableValueDto });
    assert.deepEqual([set.status, set.data], [204, ""]);

    const got = await api.getProcessInstanceVariable(KEY);
    assert.deepEqual(got.data, { type: "Integer", value: 42, valueInfo: {} });

    const modifications = {
      other: { value: boxed("ü"), type: "String" },
      bytes: { value: boxed("AP8="), type: "Bytes" },
    };
    const patchVariablesDto = { modifications, deletions: [KEY.varName] };
    const modified = await api.modifyProcessInstanceVariables({ id: KEY.id, patchVariablesDto });
    assert.equal(modified.status, 204);

    const listed = await api.getProcessInstanceVariables({ id: KEY.id });
    assert.deepEqual(listed.data, {
      bytes: { type: "Bytes", value: "AP8=", valueInfo: {} },
      other: { type: "String", value: "ü", valueInfo: {} },
    });

    const deleted = await api.deleteProcessInstanceVariable({ ...KEY, varName: "other" });
    assert.equal(deleted.status, 204);
    const left = await api.getProcessInstanceVariables({ id: KEY.id });
    assert.deepEqual(Object.keys(left.data), ["bytes"]);
  }));

test("tells what is wrong, by the engine's type and message", () =>
  withRestClient(async ({ configuration }) => {
    const api = new ProcessInstanceApi(configuration);
    await assert.rejects(api.getProcessInstanceVariable(KEY), {
      status: 404,
      data: {
        type: "InvalidRequestException",
        message: "process instance variable with name my/var ü does not exist",
        code: null,
      },
    });
    const variableValueDto = { value: boxed("4x2"), type: "Integer" };
    await assert.rejects(api.setProcessInstanceVariable({ ...KEY, variableValueDto }), {
      status: 400,
      data: {
        type: "InvalidRequestException",
        message:
          "Cannot put process instance variable my/var ü: Cannot convert value '4x2' of type 'Integer' to java type java.lang.Integer",
        code: null,
      },
    });
  }));

test("is told that its uploads lack the boundary", () =>
  withRestClient(async ({ configuration, storage }) => {
    const api = new ProcessInstanceApi(configuration);
    const upload = api.setProcessInstanceVariableBinary({
      ...KEY,
      data: BYTES,
      valueType: "Bytes",
    });
    await assert.rejects(upload, (error: Error & { status: number; data: ErrorBody }) => {
      assert.deepEqual([error.status, error.data.type], [400, "RestException"]);
      assert.match(
        error.data.message,
        /a boundary is missing .*; leave this header to the HTTP client/,
      );
      return true;
    });
    assert.equal(await storage.stat(KEY.id, KEY.varName), undefined);
  }));

for (const [valueType, valueInfo] of [
  ["Bytes", {}],
  ["File", { filename: KEY.varName, mimeType: "application/octet-stream" }],
] as const) {
  test(`uploads and downloads ${valueType} where that is tolerated`, () =>
    withRestClient(
      async ({ configuration, storage }) => {
        const api = new ProcessInstanceApi(configuration);
        const form = { ...KEY, data: BYTES, valueType };
        assert.equal((await api.setProcessInstanceVariableBinary(form)).status, 204);
        const record = await storage.stat(KEY.id, KEY.varName);
        assert.deepEqual([record?.type, record?.valueInfo], [valueType, valueInfo]);

        const options = { responseType: "arraybuffer" };
        const { data, headers } = await api.getProcessInstanceVariableBinary(KEY, options);
        assert.ok(Buffer.isBuffer(data) && data.equals(BYTES));
        assert.equal(headers["content-type"], "application/octet-stream");
        // Without that option it makes text of them, and spoils them.
        assert.equal(typeof (await api.getProcessInstanceVariableBinary(KEY)).data, "string");
      },
      { lenient: true },
    ));
}

test("finds the same variable by execution, task and variable instance", () =>
  withRestClient(async ({ configuration }) => {
    const variableValueDto = { value: boxed("AP8="), type: "Bytes" };
    const executions = new ExecutionApi(configuration);
    await executions.putLocalExecutionVariable({ ...KEY, variableValueDto });
    const expected = { type: "Bytes", value: "AP8=", valueInfo: {} };
    const task = await new TaskVariableApi(configuration).getTaskVariable(KEY);
    assert.deepEqual(task.data, expected);

    const instances = new VariableInstanceApi(configuration);
    const query = { processInstanceIdIn: KEY.id, variableName: KEY.varName };
    const [found] = (await instances.getVariableInstances(query)).data;
    assert.equal(found?.processInstanceId, KEY.id);
    const options = { responseType: "arraybuffer" };
    const id = found.id ?? "";
    const { data } = await instances.getVariableInstanceBinary({ id }, options);
    assert.deepEqual(data, Buffer.from([0, 255]));
  }));

test("counts and clears instances, and asks for the version", () =>
  withRestClient(async ({ configuration }) => {
    const api = new ProcessInstanceApi(configuration);
    await api.setProcessInstanceVariable({ ...KEY, variableValueDto: {} });
    assert.equal((await api.getProcessInstancesCount()).data.count, 1);
    assert.equal((await api.deleteProcessInstance({ id: KEY.id })).status, 204);
    assert.deepEqual((await api.getProcessInstances()).data, []);
    const { version } = (await new VersionApi(configuration).getRestAPIVersion()).data;
    assert.equal(typeof version, "string");
  }));

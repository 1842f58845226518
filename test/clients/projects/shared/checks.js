/** What has to work under every runner and runtime, each with an engine of its own. Each project runs these beside its worker test. */
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { Configuration, ProcessInstanceApi } from "@visaright/camunda-rest-client";
import axios from "axios";
import { File as CamundaFile, Client, Variables } from "camunda-external-task-client-js";
import NodeFormData from "form-data";
import { FilesystemStorage } from "varpost/adapters/filesystem";
import { startTestEngine } from "varpost/testing";

const PDF = new TextEncoder().encode("%PDF-1.7");

export const checks = {
  "seeds values that the test has made, and reads them back": async () => {
    const engine = await startTestEngine();
    const at = new Date("2026-11-29T20:00:00.000Z");
    const values = { n: 42, big: 2n ** 60n, half: 1.5, yes: true, text: "ü", nothing: null, at };
    const json = { list: [1, { a: null }], object: { a: [at.toISOString()] } };
    const bytes = { typed: PDF.slice(), buffer: Buffer.from(PDF), raw: PDF.slice().buffer };
    const files = {
      file: new File([PDF], "a.pdf", { type: "application/pdf" }),
      blob: { type: "File", value: new Blob([PDF]), valueInfo: { filename: "a.pdf" } },
    };
    await engine.seed({ a: { ...values, ...json, ...bytes, ...files } });
    const read = await engine.variables("a");
    for (const [name, value] of Object.entries({ ...values, ...json })) {
      assert.deepEqual(read[name], value, name);
    }
    for (const name of Object.keys({ ...bytes, ...files })) {
      assert.deepEqual(Buffer.from(await engine.bytes("a", name)), Buffer.from(PDF), name);
    }
    assert.equal(read.file.name, "a.pdf");
    await engine.close();
  },

  "loads and uploads files by the worker's client": async () => {
    const engine = await startTestEngine({
      variables: { a: { invoice: new File([PDF], "in.pdf", { type: "application/pdf" }) } },
    });
    const client = new Client({ baseUrl: engine.url, interval: 5 });
    const localPath = `receipt-${process.pid}.txt`;
    await writeFile(localPath, "paid");
    client.subscribe("pay", async ({ task, taskService }) => {
      const invoice = await task.variables.get("invoice").load();
      const receipt = await new CamundaFile({ localPath, filename: "receipt.txt" }).load();
      const variables = new Variables().set("receipt", receipt).set("size", invoice.content.length);
      await taskService.complete(task, variables);
    });
    await engine.addExternalTask({ topicName: "pay", processInstanceId: "a" }).completed;
    client.stop();
    assert.equal(await engine.value("a", "size"), PDF.length);
    assert.equal(String(Buffer.from(await engine.bytes("a", "receipt"))), "paid");
    await rm(localPath);
    await engine.close();
  },

  "takes a form of axios and form-data, and gives it back": async () => {
    const engine = await startTestEngine({ variables: { a: {} } });
    const url = `${engine.url}/process-instance/a/variables/doc/data`;
    const form = new NodeFormData();
    form.append("data", Buffer.from(PDF), { filename: "a.pdf", contentType: "application/pdf" });
    form.append("valueType", "File");
    assert.equal((await axios.post(url, form, { headers: form.getHeaders() })).status, 204);
    const { data, headers } = await axios.get(url, { responseType: "arraybuffer" });
    assert.deepEqual(Buffer.from(data), Buffer.from(PDF));
    assert.match(headers["content-disposition"], /a\.pdf/);
    assert.equal((await engine.value("a", "doc")).type, "application/pdf");
    await engine.close();
  },

  "answers @visaright/camunda-rest-client": async () => {
    const engine = await startTestEngine({ variables: { a: { n: 1 } } });
    const api = new ProcessInstanceApi(new Configuration({ basePath: engine.url }));
    const variableValueDto = { value: 2, type: "Integer" };
    await api.setProcessInstanceVariable({ id: "a", varName: "n", variableValueDto });
    assert.equal((await api.getProcessInstanceVariable({ id: "a", varName: "n" })).data.value, 2);
    const missing = api.getProcessInstanceVariable({ id: "a", varName: "none" });
    await assert.rejects(missing, ({ status }) => status === 404);
    await engine.close();
  },

  "resets connections": async () => {
    const engine = await startTestEngine({ variables: { a: { v: PDF } } });
    const url = `${engine.url}/process-instance/a/variables/v`;
    engine.fault({ path: /\/v$/ }, { reset: "request" });
    await assert.rejects(fetch(url));
    engine.fault({ path: /\/v$/ }, { reset: "answer" });
    await assert.rejects(fetch(url));
    engine.fault({ path: /\/data$/ }, { reset: "answer", afterBytes: 3 });
    await assert.rejects(async () => (await fetch(`${url}/data`)).arrayBuffer());
    engine.fault({ path: /\/v$/ }, { status: 503 });
    const refused = await fetch(url);
    assert.equal(refused.status, 503);
    await refused.text();
    engine.fault({ path: /\/v$/ }, { reset: "answer" });
    await assert.rejects(engine.fetch("/process-instance/a/variables/v"));
    const answer = await fetch(`${url}/data`);
    assert.deepEqual(Buffer.from(await answer.arrayBuffer()), Buffer.from(PDF));
    // Deno and Bun send a request again if it is reset on a connection that was kept, so the fault is for every time.
    const lasting = engine.fault({ path: /\/v$/, times: Infinity }, { reset: "answer" });
    await assert.rejects(fetch(url));
    lasting.remove();
    await engine.close();
  },

  "ends a long poll when the clock is advanced": async () => {
    const engine = await startTestEngine();
    const body = JSON.stringify({
      workerId: "w",
      maxTasks: 1,
      asyncResponseTimeout: 600_000,
      topics: [{ topicName: "ship", lockDuration: 60_000 }],
    });
    const init = { method: "POST", headers: { "content-type": "application/json" }, body };
    const url = `${engine.url}/external-task/fetchAndLock`;
    const poll = fetch(url, init);
    await until(() => engine.requests.length === 1);
    await engine.advance(600_000);
    assert.equal(await (await poll).text(), "[]");
    const second = fetch(url, init);
    await until(() => engine.requests.length === 2);
    const task = engine.addExternalTask({ topicName: "ship" });
    assert.equal((await (await second).json())[0].id, task.id);
    await engine.close();
  },

  "closes while a client polls, with a slow answer and a kept connection": async () => {
    const engine = await startTestEngine({ variables: { a: { v: 1 } } });
    const client = new Client({ baseUrl: engine.url, asyncResponseTimeout: 600_000 });
    client.subscribe("ship", () => {});
    await until(() => engine.requests.length === 1);
    const url = `${engine.url}/process-instance/a/variables/v`;
    await (await fetch(url)).text();
    engine.fault({ path: /\/v$/ }, { delay: 3_600_000 });
    const slow = fetch(url).then(
      (answer) => answer.text(),
      () => {},
    );
    await until(() => engine.requests.length === 3);
    client.stop();
    await engine.close();
    await slow;
    await assert.rejects(fetch(url));
  },

  "keeps variables on disk": async () => {
    const folder = await mkdtemp("store-");
    const storage = await FilesystemStorage.open(folder);
    const engine = await startTestEngine({ storage, variables: { a: { v: PDF } } });
    const body = new FormData();
    body.append("data", new File([new Uint8Array(200_000)], "a.bin"));
    body.append("valueType", "File");
    const url = `${engine.url}/process-instance/a/variables/large/data`;
    assert.equal((await fetch(url, { method: "POST", body })).status, 204);
    assert.equal((await engine.bytes("a", "large")).length, 200_000);
    await engine.reset();
    assert.deepEqual(Object.keys(await engine.variables("a")), ["v"]);
    await engine.close();
    await storage.close();
    await rm(folder, { recursive: true });
  },

  "says what is wrong": async () => {
    await assert.rejects(startTestEngine({ variable: {} }), /did you mean 'variables'/);
    await assert.rejects(startTestEngine({ variables: { a: { n: new Map() } } }), TypeError);
  },
};

async function until(holds) {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 1));
}

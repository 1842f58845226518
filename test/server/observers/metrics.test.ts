import assert from "node:assert/strict";
import { suite } from "../../support/suite.ts";
import { until } from "../../support/until.ts";
import { FORM_TYPE, form } from "../_form.ts";
import { withConnection } from "../_raw_connection.ts";
import { PATH, requestHead } from "../_requests.ts";
import { withMetrics } from "./_with_metrics.ts";

const test = suite("GET /metrics");

const BODY = form({ name: "data", content: "kept" });

/** The samples of a scrape: name and labels, and the value. */
function samplesOf(text: string): ReadonlyMap<string, number> {
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(" ");
      return [line.slice(0, at), Number(line.slice(at + 1))];
    }),
  );
}

test("tells requests, seconds, bytes, refusals and operations of the storage", () =>
  withMetrics(async ({ url, scrape }) => {
    const headers = { "content-type": FORM_TYPE };
    await fetch(`${url}${PATH}`, { method: "POST", headers, body: BODY });
    await (await fetch(`${url}${PATH}`)).text();
    await fetch(`${url}/nowhere`);
    let text = "";
    await until(async () => {
      text = await scrape();
      return text.includes('operation="unknown"');
    });
    const samples = samplesOf(text);
    const post = 'operation="setProcessInstanceVariableBinary"';
    const get = 'operation="getProcessInstanceVariableBinary"';
    for (const [sample, value] of [
      [`varpost_requests_total{${post},method="POST",status="204"}`, 1],
      [`varpost_requests_total{${get},method="GET",status="200"}`, 1],
      ['varpost_requests_total{operation="unknown",method="GET",status="404"}', 1],
      [`varpost_request_seconds_count{${post}}`, 1],
      [`varpost_received_bytes_total{${post}}`, BODY.length],
      [`varpost_sent_bytes_total{${get}}`, 4],
      ['varpost_refusals_total{reason="NotFoundException"}', 1],
      ['varpost_storage_seconds_count{operation="apply"}', 1],
      // The scrape itself.
      ["varpost_requests_running", 1],
      ["varpost_uploads_running", 0],
    ] as const) {
      assert.equal(samples.get(sample), value, sample);
    }
    assert.ok(samples.has("nodejs_eventloop_lag_p99_seconds"));
    assert.ok(samples.has("process_resident_memory_bytes"));
  }));

test("has the type of Prometheus, and is no path of the engine", () =>
  withMetrics(async ({ url }) => {
    const { status, headers } = await fetch(`${url}/metrics`);
    assert.equal(status, 200);
    assert.equal(headers.get("content-type"), "text/plain; version=0.0.4; charset=utf-8");
    assert.equal((await fetch(`${url}/engine-rest/metrics`)).status, 404);
    assert.equal((await fetch(`${url}/metrics`, { method: "POST" })).status, 405);
  }));

test("is closed to who may not enter", () =>
  withMetrics(async ({ url }) => assert.equal((await fetch(`${url}/metrics`)).status, 401), {
    authorize: ({ operation }) => ({ allow: operation !== "getMetrics" }),
  }));

test("counts running requests, uploads and connections, and forgets them at their end", () =>
  withMetrics(({ port }) =>
    // A connection of our own: fetch may open several, and keeps them.
    withConnection(port, async (scrapes) => {
      const running = async () => {
        await scrapes.write(requestHead("GET", "/metrics"));
        const samples = samplesOf((await scrapes.read()).body.toString());
        const names = ["requests_running", "uploads_running", "connections"];
        return String(names.map((name) => samples.get(`varpost_${name}`)));
      };
      await withConnection(port, async (connection) => {
        const fields = ["Content-Length: 1000", `Content-Type: ${FORM_TYPE}`];
        await connection.write(requestHead("POST", PATH, fields));
        await until(async () => (await running()) === "2,1,2");
      });
      await until(async () => (await running()) === "1,0,1");
    }),
  ));

test("makes no series of what clients make up", () =>
  withMetrics(async ({ url, port, scrape }) => {
    // Those of Node vary: a kind of garbage collection, or of what it waits for, may be the first of its kind.
    const series = async () => {
      const names = [...samplesOf(await scrape()).keys()];
      return names.filter((name) => name.startsWith("varpost_")).length;
    };
    await fetch(`${url}/nowhere/0`, { method: "PROPFIND" });
    await withConnection(port, async (connection) => {
      await connection.write("no HTTP\r\n\r\n");
      await connection.ends();
    });
    await until(async () => (await scrape()).includes("ClientErrorException"));
    await scrape();
    const before = await series();
    for (let i = 1; i < 50; i++) await fetch(`${url}/nowhere/${i}`, { method: "PROPFIND" });
    await fetch(`${url}/nowhere/0`, { method: "MKCOL" });
    assert.equal(await series(), before);
  }));

test("measures no time of what could not be read: it would make the quantiles of unknown requests smaller", () =>
  withMetrics(async ({ port, scrape }) => {
    await withConnection(port, async (connection) => {
      await connection.write("no HTTP\r\n\r\n");
      await connection.ends();
    });
    const counted = 'varpost_requests_total{operation="unknown",method="other",status="400"} 1';
    await until(async () => (await scrape()).includes(counted));
    const samples = samplesOf(await scrape());
    assert.equal(samples.get('varpost_request_seconds_count{operation="unknown"}'), undefined);
    assert.equal(samples.get("varpost_requests_running"), 1, "The scrape itself");
  }));

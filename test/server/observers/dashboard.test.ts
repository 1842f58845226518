import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { MemoryStorage } from "../../../adapters/memory.ts";
import { StorageError } from "../../../core/mod.ts";
import { faultyStorage } from "../../../server/testing/faulty_storage/faulty_storage.ts";
import { suite } from "../../support/suite.ts";
import { until } from "../../support/until.ts";
import { FORM_TYPE } from "../_form.ts";
import { withConnection } from "../_raw_connection.ts";
import { PATH, requestHead } from "../_requests.ts";
import { withMetrics } from "./_with_metrics.ts";

const test = suite("the dashboard for Grafana");

/** Labels that Prometheus adds to what it scrapes. */
const ADDED = ["job", "instance"];

const dashboard = await readFile("docs/dashboards/varpost.json", "utf8");

/** All texts of members with this name, however deep. */
function textsOf(name: string): readonly string[] {
  const found: string[] = [];
  JSON.parse(dashboard, (key: string, value: unknown) => {
    if (key === name && typeof value === "string") found.push(value);
    return value;
  });
  return found;
}

/** The metrics that a query names, each with the labels that the query names with it. */
function metricsOf(
  query: string,
): readonly (readonly [metric: string, labels: readonly string[]])[] {
  const grouped = [...query.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, by = ""]) => by.split(", "));
  return [...query.matchAll(/\b((?:varpost|nodejs|process)_\w+)(?:\{([^}]*)\})?/g)].map(
    ([, metric = "", selected = ""]) => {
      const matched = [...selected.matchAll(/(\w+)=~?"/g)].map(([, label = ""]) => label);
      return [metric, [...grouped, ...matched].filter((label) => !ADDED.includes(label))];
    },
  );
}

/** Whether a scrape has a sample of a metric with these labels. */
function hasSample(scrape: string, metric: string, labels: readonly string[]): boolean {
  return scrape.split("\n").some((line) => {
    const [, name, found = ""] = /^(\w+)(?:\{(.*)\})? \S+$/.exec(line) ?? [];
    return name === metric && labels.every((label) => `,${found}`.includes(`,${label}="`));
  });
}

test("asks only for metrics and labels that the server has", () =>
  withMetrics(
    async ({ url, port, scrape }) => {
      await fetch(`${url}${PATH}`);
      await withConnection(port, async (connection) => {
        const fields = ["Content-Length: 9", `Content-Type: ${FORM_TYPE}`, "Expect: 100-continue"];
        await connection.write(requestHead("POST", PATH, fields));
        assert.equal((await connection.read()).status, 100);
        connection.socket.resetAndDestroy();
      });
      await until(async () => (await scrape()).includes('outcome="aborted"'));
      await fetch(`${url}/nowhere`);
      await until(async () => (await scrape()).includes('reason="NotFoundException"'));
      const text = await scrape();
      const queries = [...textsOf("expr"), ...textsOf("definition")];
      assert.ok(queries.length > 15);
      const missing = queries.flatMap((query) =>
        metricsOf(query).filter(([metric, labels]) => !hasSample(text, metric, labels)),
      );
      assert.deepEqual(missing, []);
    },
    {
      storage: faultyStorage(new MemoryStorage(), {
        open: { error: new StorageError("unavailable", "away") },
      }),
    },
  ));

test("shows every metric of varpost", () =>
  withMetrics(async ({ scrape }) => {
    const types = [...(await scrape()).matchAll(/^# TYPE (varpost_\w+) /gm)];
    assert.ok(types.length > 8);
    const hidden = types.map(([, name = ""]) => name).filter((name) => !dashboard.includes(name));
    assert.deepEqual(hidden, []);
  }));

test("has every metric of varpost in the documentation", () =>
  withMetrics(async ({ scrape }) => {
    const page = await readFile("docs/server.md", "utf8");
    const types = [...(await scrape()).matchAll(/^# TYPE (varpost_\w+) /gm)];
    const missing = types
      .map(([, name = ""]) => name)
      .filter((name) => !page.includes(`\`${name}\``));
    assert.deepEqual(missing, []);
  }));

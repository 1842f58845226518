/**
 * Draws the dashboard for Grafana with the data of a running Prometheus, by the queries of the dashboard itself.
 *
 * node --import tsx bench/dashboard.ts [URL] [SECONDS]
 *
 * URL is that of Prometheus, which scrapes a varpost with `--metrics`. Default: http://127.0.0.1:9090. SECONDS is how far the plots go
 * back. Default: 90.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type DashboardPanel, drawPanels, type PanelSeries } from "./plots/dashboard_plot.ts";

/** The shortest window that has four scrapes, as Grafana takes it. */
const RATE_INTERVAL = "8s";
const STEP_SECONDS = 2;

const DOCS = join(import.meta.dirname, "../docs");
const { positionals } = parseArgs({ allowPositionals: true });
const [url = "http://127.0.0.1:9090", seconds = "90"] = positionals;
const { panels }: { panels: DashboardPanel[] } = JSON.parse(
  readFileSync(join(DOCS, "dashboards/varpost.json"), "utf8"),
);
const path = join(DOCS, "plots/dashboard.svg");
const drawn = panels.map(async (panel) => ({ panel, series: await seriesOf(panel) }));
writeFileSync(path, drawPanels(await Promise.all(drawn)));
console.log(path);

/** Asks Prometheus for the series of a panel. */
async function seriesOf({ targets }: DashboardPanel): Promise<PanelSeries[]> {
  const end = Date.now() / 1000;
  const all = targets.map(async ({ expr, legendFormat }) => {
    const query = expr
      .replaceAll("$__rate_interval", RATE_INTERVAL)
      .replaceAll(/"\$(?:job|instance)"/g, '".*"');
    const start = String(end - Number(seconds));
    const range = new URLSearchParams({ query, start, end: String(end), step: `${STEP_SECONDS}` });
    const response = await fetch(`${url}/api/v1/query_range?${range}`);
    const answer: Answer = JSON.parse(await response.text());
    if (answer.status !== "success") throw new Error(`Cannot query '${query}': ${answer.error}`);
    return answer.data.result.map(({ metric, values }) => ({
      name: legendFormat.replaceAll(/\{\{(\w+)\}\}/g, (_, label) => metric[label] ?? ""),
      points: values.map(([time, value]): [number, number] => [time * 1000, Number(value)]),
    }));
  });
  return (await Promise.all(all)).flat();
}

/** What Prometheus answers. */
interface Answer {
  readonly status: string;
  readonly error?: string;
  readonly data: {
    readonly result: readonly {
      readonly metric: Readonly<Record<string, string>>;
      readonly values: readonly [time: number, value: string][];
    }[];
  };
}

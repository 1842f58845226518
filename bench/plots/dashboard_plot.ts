import { init } from "echarts";
import { COLORS } from "./draw.ts";

/** A panel of a dashboard of Grafana, as far as it is drawn. */
export interface DashboardPanel {
  readonly id: number;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number };
  readonly fieldConfig: { readonly defaults: { readonly unit: string } };
  readonly targets: readonly { readonly expr: string; readonly legendFormat: string }[];
}

/** One line of a panel. */
export interface PanelSeries {
  readonly name: string;
  /** Milliseconds since 1970, and the value. */
  readonly points: readonly [time: number, value: number][];
}

/** A panel and its lines. */
interface DrawnPanel {
  readonly panel: DashboardPanel;
  readonly series: readonly PanelSeries[];
}

const WIDTH = 1_000;
const ROW_HEIGHT = 220;
/** Grafana divides the width in so many columns, and a panel is so many rows high. */
const COLUMNS = 24;
const ROWS = 8;

/** Draws panels where the dashboard has them, into one SVG without background. */
export function drawPanels(drawn: readonly DrawnPanel[]): string {
  const rows = Math.max(...drawn.map(({ panel }) => panel.gridPos.y / ROWS)) + 1;
  const height = rows * ROW_HEIGHT;
  const chart = init(null, null, { renderer: "svg", ssr: true, width: WIDTH, height });
  const places = drawn.map(({ panel: { gridPos } }) => ({
    left: (gridPos.x * WIDTH) / COLUMNS,
    top: (gridPos.y / ROWS) * ROW_HEIGHT,
    width: (gridPos.w * WIDTH) / COLUMNS,
  }));
  const text = { color: COLORS.text, fontSize: 10 };
  chart.setOption({
    animation: false,
    backgroundColor: "transparent",
    title: drawn.map(({ panel }, at) => ({
      text: panel.title,
      left: places[at]?.left ?? 0,
      top: places[at]?.top ?? 0,
      textStyle: { color: COLORS.text, fontSize: 12 },
    })),
    legend: drawn.map(({ panel, series }, at) => ({
      data: series.map(({ name }) => seriesName(panel, name)),
      formatter: (name: string) => name.slice(name.indexOf(" ") + 1),
      left: (places[at]?.left ?? 0) + 10,
      top: (places[at]?.top ?? 0) + ROW_HEIGHT - 48,
      width: (places[at]?.width ?? 0) - 20,
      itemWidth: 10,
      itemHeight: 2,
      itemGap: 6,
      textStyle: { ...text, fontSize: 9 },
    })),
    grid: places.map(({ left, top, width }) => ({
      left: left + 60,
      top: top + 24,
      width: width - 80,
      height: ROW_HEIGHT - 96,
    })),
    xAxis: drawn.map((_, gridIndex) => ({
      type: "time",
      gridIndex,
      axisLabel: { ...text, formatter: "{mm}:{ss}", hideOverlap: true },
    })),
    yAxis: drawn.map(({ panel }, gridIndex) => ({
      type: "value",
      gridIndex,
      min: 0,
      splitNumber: 3,
      axisLabel: {
        ...text,
        formatter: (value: number) => withUnit(value, panel.fieldConfig.defaults.unit),
      },
      splitLine: { lineStyle: { color: COLORS.line, opacity: 0.3 } },
    })),
    series: drawn.flatMap(({ panel, series }, at) =>
      series.map(({ name, points }) => ({
        type: "line",
        name: seriesName(panel, name),
        xAxisIndex: at,
        yAxisIndex: at,
        showSymbol: false,
        lineStyle: { width: 1.5 },
        data: points.map(([time, value]) => [time, value]),
      })),
    ),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return `${svg}\n`;
}

/** Names are the keys of legends, so each panel has its own. */
function seriesName({ id }: DashboardPanel, name: string): string {
  return `${id} ${name}`;
}

/** A value with the unit that Grafana has for it. */
function withUnit(value: number, unit: string): string {
  if (unit === "s") return value < 1 ? `${+(value * 1_000).toPrecision(3)} ms` : `${value} s`;
  if (unit === "bytes" || unit === "Bps") {
    return `${Math.round(value / 1024 ** 2)} MiB${unit === "Bps" ? "/s" : ""}`;
  }
  return unit === "reqps" ? `${value}/s` : String(value);
}

import { type Bar, verdict } from "../../support/bar.ts";
import type { Table } from "../../support/table.ts";
import type { QueriesResult } from "../queries.ts";
import type { Answered } from "./measure_question.ts";
import { type Question, questionsFor } from "./questions.ts";
import { VARIABLES_EACH } from "./stored.ts";

/** Longest time that a query may keep another client waiting. */
const MOST_WAIT_MS = 50;
const MIB = 2 ** 20;

/** Makes a table of how a store answered. */
export function queriesTable(result: QueriesResult): Table {
  const { store, instances, storage, http } = result;
  const variables = (instances * VARIABLES_EACH).toLocaleString("en");
  const asked = ["best", "median", "", "wait", "", "MiB"];
  return {
    title: `Queries in ${variables} variables of ${instances.toLocaleString("en")} instances: ${store}`,
    note:
      "In ms: the storage as the core asks it, then over HTTP. Wait: the longest of another client that reads small values " +
      `meanwhile; without a query it is ${storage.idleWait.toFixed(1)}, over HTTP ${http.idleWait.toFixed(1)}. ` +
      "MiB: the most memory above that before.",
    columns: ["", "at most", ...asked, ...asked.map((column) => column && `HTTP ${column}`)],
    rows: questionsFor(instances).map((question) => {
      const atMost = mostOf(question, result);
      return [
        question.what,
        atMost === undefined ? "–" : String(atMost),
        ...[storage, http].flatMap(({ answers }) => cells(answers[question.what], atMost)),
      ];
    }),
  };
}

/** The promises about a store: how much of the time that a question may take it needs at most, and how long others wait. */
export function queriesBars(result: QueriesResult): Bar[] {
  const { store, instances, storage, http } = result;
  return [storage, http].flatMap(({ answers }) => {
    const where = `queries, ${store}${answers === http.answers ? " over HTTP" : ""}`;
    const shares = questionsFor(instances).flatMap((question) => {
      const atMost = mostOf(question, result);
      const best = answers[question.what]?.best;
      return atMost === undefined || best === undefined ? [] : [best / atMost];
    });
    const waits = Object.values(answers).map(({ wait }) => wait);
    return [
      { what: `${where}: time ÷ bar`, figure: Math.max(...shares), atMost: 1, unit: "×" },
      {
        what: `${where}: others wait`,
        figure: Math.max(...waits),
        atMost: MOST_WAIT_MS,
        unit: "ms",
      },
    ];
  });
}

function mostOf({ atMost }: Question, { kind }: QueriesResult): number | undefined {
  return kind === "memory" || kind === "filesystem" ? atMost?.other : atMost?.database;
}

function cells(answered: Answered | undefined, atMost: number | undefined): string[] {
  if (answered === undefined) return ["–", "–", "", "–", "", "–"];
  const { best, median, wait, memory } = answered;
  return [
    best.toFixed(1),
    median.toFixed(1),
    atMost === undefined ? "" : verdict({ figure: best, atMost }),
    wait.toFixed(1),
    verdict({ figure: wait, atMost: MOST_WAIT_MS }),
    (memory / MIB).toFixed(0),
  ];
}

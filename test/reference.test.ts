/** What the tables of `docs` say, held against the code. */
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { MemoryStorage } from "../adapters/memory.ts";
import { VARIABLES } from "../adapters/postgres/settings/_setting.ts";
import { MODES } from "../adapters/postgres/settings/_ssl_ways.ts";
import { ProcessVariables } from "../core/mod.ts";
import { MULTIPART_LIMITS } from "../core/multipart/_multipart_limits.ts";
import { SHOWN_TYPES } from "../core/rest/answers/_shown_file.ts";
import { INSTANCE_FILTERS } from "../core/rest/requests/_instance_filters.ts";
import { VARIABLE_FILTERS } from "../core/rest/requests/_variable_filters.ts";
import { ROUTES } from "../core/rest/routes/_routes.ts";
import { findValueType } from "../core/variables/values/value_types.ts";
import { OPTION_NAMES, OPTIONS } from "../server/command_line/_command_line_options.ts";
import {
  APPLY_FAULT,
  BYTE_FAULT,
  STEPS,
} from "../server/testing/faulty_storage/_check_storage_faults.ts";
import { findLogMessages } from "./support/log_messages.ts";
import { readTables, type Table } from "./support/pages.ts";
import { suite } from "./support/suite.ts";
import { VALUE_FORMS } from "./support/values/value_forms.ts";

const test = suite("the reference");

const UNITS: Readonly<Record<string, number>> = { KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 };
/** The scopes whose variables stand below more paths than the one in the table. */
const SCOPE = "/process-instance/{id}/variables";
const OTHER_SCOPES = [
  "/process-instance/{id}/localVariables",
  "/execution/{id}/variables",
  "/execution/{id}/localVariables",
  "/task/{id}/variables",
  "/task/{id}/localVariables",
];

test("has all routes, and no others", async () => {
  const rows = await tableOf("routes.md", "path");
  const written = rows.flatMap(([paths = "", methods = ""]) =>
    codesOf(paths)
      .flatMap((path) => [
        path,
        ...(path.startsWith(SCOPE) ? OTHER_SCOPES.map((scope) => path.replace(SCOPE, scope)) : []),
      ])
      .flatMap((path) => codesOf(methods).map((method) => `${method} ${path}`)),
  );
  const served = ROUTES.flatMap(({ path, operations }) =>
    Object.keys(operations).map((method) => `${method} ${path}`),
  );
  assert.deepEqual(written.sort(), served.sort());
});

test("has all types that a browser shows", async () => {
  const rows = await tableOf("routes.md", "shown");
  const written = rows.flatMap(([, types = ""]) => {
    const [first = "", ...rest] = codesOf(types);
    return first.endsWith("/") ? rest.map((subtype) => first + subtype) : [first, ...rest];
  });
  assert.deepEqual(written.sort(), [...SHOWN_TYPES.keys()].sort());
});

test("has all filters of queries", async () => {
  const tables = await tablesOf("queries.md", "filter");
  const [ofVariables = [], ofInstances = []] = tables.map((rows) =>
    rows.flatMap(([filters = ""]) => codesOf(filters)),
  );
  const sorting = ["sortBy", "sortOrder"];
  assert.deepEqual([...ofVariables, ...sorting].sort(), [...VARIABLE_FILTERS].sort());
  const known = [...INSTANCE_FILTERS, "orQueries"];
  assert.deepEqual([...ofInstances, ...sorting].sort(), known.sort());
});

test("has all options of the server with their defaults", async () => {
  const rows = await tableOf("server.md", "option");
  const written = rows.map(([option = "", standard = ""]) => [
    codesOf(option)[0],
    standard.replaceAll("`", ""),
  ]);
  const known = OPTION_NAMES.map((name) => {
    const { value, help } = OPTIONS[name];
    const [, standard = value === undefined ? "off" : ""] = /\(([^()]+)\)(?:;|$)/.exec(help) ?? [];
    return [`--${name}${value === undefined ? "" : ` ${value}`}`, standard];
  });
  assert.deepEqual(written, known);
});

test("has all limits with their defaults", async () => {
  const limits = { ...new ProcessVariables({ storage: new MemoryStorage() }).limits };
  const [ofRequests, ofParser] = await tablesOf("limits.md", "limit");
  assert.deepEqual(readLimits(ofRequests, limits), limits);
  assert.deepEqual(readLimits(ofParser, limits), MULTIPART_LIMITS);
});

test("has all value types with their value info", async () => {
  const rows = await tableOf("value_types.md", "type");
  const names = rows.map(([name = ""]) => codesOf(name)[0] ?? "");
  const tested = VALUE_FORMS.map(({ type }) => type).filter((type) => findValueType(type ?? ""));
  assert.deepEqual([...names].sort(), [...new Set(tested)].sort());
  for (const [index, row] of rows.entries()) {
    assert.deepEqual(codesOf(row[3] ?? ""), findValueType(names[index] ?? "")?.valueInfo);
  }
});

test("has all parameters of a URL of PostgreSQL with their variables, and all modes of TLS", async () => {
  const rows = await tableOf("postgres.md", "parameter");
  const written = rows.map(([name = "", variable = ""]) => [
    codesOf(name)[0],
    codesOf(variable)[0],
  ]);
  assert.deepEqual(written, Object.entries(VARIABLES));
  const modes = await tableOf("postgres.md", "`sslmode`");
  assert.deepEqual(
    modes.map(([mode = ""]) => codesOf(mode)[0]),
    MODES,
  );
});

test("has all steps of a storage that may fail, and all that a fault may say", async () => {
  const steps = await tableOf("writing_an_adapter.md", "step");
  const written = steps.flatMap(([names = ""]) => codesOf(names));
  assert.deepEqual(written.sort(), Object.keys(STEPS).sort());
  const members = await tableOf("writing_an_adapter.md", "member of a fault");
  assert.deepEqual(
    members.map(([name = ""]) => codesOf(name)[0]),
    Object.keys({ ...BYTE_FAULT, ...APPLY_FAULT }),
  );
});

test("has all messages of the log with their levels", async () => {
  const rows = await tableOf("operate.md", "message");
  const written = rows.map(([message = "", levels = ""]) => `${codesOf(message)[0]} | ${levels}`);
  const isOfServer = (path: string) => !path.startsWith(join("server", "testing"));
  const logged = await findLogMessages(["core", "adapters", "server"], isOfServer);
  const known = logged.map(({ level, text }) => `${text} | ${level || "info, debug"}`);
  assert.deepEqual(written.sort(), [...new Set(known)].sort());
});

test("has figures that stand in bench/results", async () => {
  // Runs write pages. What was measured with an engine once, and not again in each run, stands in engine.json.
  const files = (await readdir("bench/results")).filter((file) =>
    /\.md$|^engine\.json$/.test(file),
  );
  const results = await Promise.all(files.map((file) => readFile(`bench/results/${file}`, "utf8")));
  const measured = results.join().match(/\d+(?:\.\d+)?/g) ?? [];
  const written = await Promise.all(
    ["README.md", "docs/performance.md", "docs/storages.md"].map(async (page) => {
      const cells = readTables(await readFile(page, "utf8")).flat(2);
      return cells.filter((cell) => /^\d[\d,.]*$/.test(cell)).map((cell) => ({ page, cell }));
    }),
  );
  const isMeasured = (cell: string) => {
    const figure = cell.replaceAll(",", "");
    const [, decimals = ""] = figure.split(".");
    return measured.some((result) => Number(result).toFixed(decimals.length) === figure);
  };
  assert.ok(written.flat().length > 100);
  assert.deepEqual(
    written.flat().filter(({ cell }) => !isMeasured(cell)),
    [],
  );
});

/** The tables of a page whose first column is named so. */
async function tablesOf(page: string, column: string): Promise<readonly Table[]> {
  const tables = readTables(await readFile(`docs/${page}`, "utf8"));
  return tables.filter(([head]) => head?.[0] === column).map(([, ...rows]) => rows);
}

/** The first of them, without its head. */
async function tableOf(page: string, column: string): Promise<Table> {
  const [table] = await tablesOf(page, column);
  assert.ok(table, `${page} has no table of each ${column}`);
  return table;
}

function codesOf(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);
}

/** Limits by their names. A default is a number with a unit, or a sum of such and of another limit. */
function readLimits(
  rows: Table | undefined,
  known: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  assert.ok(rows);
  return Object.fromEntries(
    rows.map(([name = "", standard = ""]) => [
      codesOf(name)[0] ?? "",
      (standard.split(", or ")[0] ?? "")
        .split(" + ")
        .map((term) => known[codesOf(term)[0] ?? ""] ?? sizeOf(term))
        .reduce((sum, size) => sum + size),
    ]),
  );
}

function sizeOf(text: string): number {
  const [, digits = "", unit = ""] = /^([\d,]+)(?: (\w+))?$/.exec(text) ?? [];
  return Number(digits.replaceAll(",", "")) * (UNITS[unit] ?? 1);
}

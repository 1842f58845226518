import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join, normalize } from "node:path";
import { suite } from "./support/suite.ts";

const test = suite("import directions");

/** What each part may import besides itself. `npm` stands for packages, `node` for Node's own modules. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  core: [],
  adapters: ["core", "node", "npm"],
  server: ["core", "node"],
};

/** The only files of the server that know the adapters. */
const KNOW_ADAPTERS = [
  "server/main.ts",
  "server/command_line/_read_postgres_url.ts",
  "server/command_line/is_store_there.ts",
  "server/command_line/open_storage.ts",
  "server/command_line/verify_storage.ts",
  "server/testing/mod.ts",
  "server/testing/start_test_engine.ts",
];

/**
 * The rooms of the core and of the server, lowest floor first. A room imports rooms of lower floors and its own files. A path covers what is
 * below it, unless a longer path here covers that.
 */
const FLOORS: readonly (readonly string[])[] = [
  ["core/errors", "core/_next_turn.ts"],
  ["core/bytes", "core/base64"],
  ["core/json"],
  ["core/multipart", "core/storage"],
  ["core/variables/errors", "core/variables/java"],
  ["core/variables/values"],
  ["core/variables/options"],
  ["core/variables/from_form", "core/variables/from_json", "core/variables/to_json"],
  ["core/variables/from_value", "core/variables/instances"],
  ["core/variables/reading", "core/variables/writing"],
  ["core/variables/querying"],
  ["core/variables"],
  [
    "core/rest/rest_request.ts",
    "core/rest/rest_response.ts",
    "core/rest/scope.ts",
    "core/rest/_version.ts",
  ],
  ["core/rest/log"],
  ["core/rest/errors"],
  ["core/rest/_context.ts", "core/rest/access", "core/rest/conditions", "core/rest/cross_site"],
  ["core/rest/answers"],
  ["core/rest/openapi"],
  ["core/rest/requests"],
  ["core/rest/operations"],
  ["core/rest/routes"],
  ["core/rest"],
  ["core/rest/fetch"],
  ["core/mod.ts"],
  ["server/health", "server/page"],
  ["server/access", "server/node", "server/signals"],
  [
    "server/testing/_engine_call.ts",
    "server/testing/_engine_error.ts",
    "server/testing/_turns.ts",
    "server/testing/request_filter.ts",
    "server/testing/clock",
    "server/testing/hosts",
    "server/testing/faulty_storage",
  ],
  ["server/testing/instances", "server/testing/routes", "server/testing/values"],
  [
    "server/testing/_call_target.ts",
    "server/testing/_check_request_filter.ts",
    "server/testing/_selects.ts",
    "server/testing/scopes",
  ],
  ["server/testing/faults", "server/testing/journal"],
  ["server/testing/external_tasks/external_task.ts"],
  ["server/testing/external_tasks/tasks"],
  ["server/testing/external_tasks/requests"],
  [
    "server/testing/external_tasks/fetching",
    "server/testing/external_tasks/queries",
    "server/testing/external_tasks/reports",
  ],
  ["server/testing/external_tasks/_external_tasks.ts"],
  ["server/testing/external_tasks/operations"],
  ["server/testing/external_tasks"],
  ["server/testing/world"],
  ["server/testing"],
  ["server/observers"],
  ["server/command_line"],
  ["server/admin"],
  ["server/commands"],
  ["server/mod.ts", "server/main.ts"],
];

const imports = await readImports(Object.keys(ALLOWED));
const housed = [...imports.keys()].filter(hasRoom);

test("are those of the design", () => {
  const wrong: string[] = [];
  for (const [file, specifiers] of imports) {
    const part = partOf(file);
    const allowed = [part, ...(ALLOWED[part] ?? [])];
    if (KNOW_ADAPTERS.includes(file)) allowed.push("adapters");
    if (file.startsWith("server/observers/")) allowed.push("npm");
    for (const specifier of specifiers) {
      if (!allowed.includes(partOf(specifier))) wrong.push(`${file} imports ${specifier}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test("run down from floor to floor, or stay within a room", () => {
  const wrong: string[] = [];
  for (const file of housed) {
    for (const specifier of (imports.get(file) ?? []).filter(hasRoom)) {
      const [from, to] = [roomOf(file), roomOf(specifier)];
      if (from !== to && floorOf(to) >= floorOf(from)) wrong.push(`${file} imports ${specifier}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test("are looked at in every room: each has files", () => {
  assert.deepEqual([...new Set(housed.map(roomOf))].sort(), FLOORS.flat().sort());
});

test("of the memory adapter are the core and its own files: it runs in browsers, too", () => {
  const reached = reachedFrom("adapters/memory.ts");
  const foreign = reached.filter(
    (file) => !/^(core|adapters\/memory|adapters\/key_query)\b|^adapters\/_/.test(file),
  );
  assert.deepEqual(foreign, []);
  assert.ok(reached.includes("adapters/memory/_memory_driver.ts"));
});

test("run in no circle", () => {
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]) => {
    assert.ok(!path.includes(file), `Circle: ${[...path, file].join(" -> ")}`);
    if (done.has(file)) return;
    for (const specifier of imports.get(file) ?? []) visit(specifier, [...path, file]);
    done.add(file);
  };
  for (const file of imports.keys()) visit(file, []);
});

test("are found at all", () => {
  assert.ok(imports.get("core/mod.ts")?.includes("core/errors/limit_exceeded_error.ts"));
});

/** All that a file imports, itself or through others. */
function reachedFrom(file: string): readonly string[] {
  const reached = new Set([file]);
  // A set goes on with what is added to it meanwhile.
  for (const next of reached) {
    for (const specifier of imports.get(next) ?? []) reached.add(specifier);
  }
  return [...reached];
}

/** The imports of each source file: paths from the root, or `node:…`, or a package's name. */
async function readImports(folders: readonly string[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const folder of folders) {
    for (const entry of await readdir(folder, { recursive: true })) {
      if (!entry.endsWith(".ts")) continue;
      const file = join(folder, entry);
      const code = (await readFile(file, "utf8")).replaceAll(/\/\*.*?\*\//gs, "");
      const specifiers = [
        ...code.matchAll(/\b(?:from|import)\s+"([^"]+)"/g),
        ...code.matchAll(/\bimport\(\s*"([^"]+)"/g),
      ].map((match) => match[1] ?? "");
      found.set(
        file,
        specifiers.map((specifier) =>
          specifier.startsWith(".") ? normalize(join(dirname(file), specifier)) : specifier,
        ),
      );
    }
  }
  return found;
}

/** Whether it is a file of a part that has rooms. */
function hasRoom(specifier: string): boolean {
  return ["core", "server"].includes(partOf(specifier));
}

/** The room that a file is in. */
function roomOf(file: string): string {
  const rooms = FLOORS.flat().filter((room) => file === room || file.startsWith(`${room}/`));
  const [room] = rooms.sort((a, b) => b.length - a.length);
  assert.ok(room, `${file} is in no room: name its folder in FLOORS`);
  return room;
}

function floorOf(room: string): number {
  return FLOORS.findIndex((rooms) => rooms.includes(room));
}

function partOf(specifier: string): string {
  if (specifier.startsWith("node:")) return "node";
  const [first = ""] = specifier.split("/");
  return specifier.endsWith(".ts") ? first : "npm";
}

import { join } from "node:path";
import { content } from "../../../adapters/contract/_content.ts";
import { MemoryStorage } from "../../../adapters/memory.ts";
import { copyStorage } from "../../../core/storage/copying/copy_storage.ts";
import type { VariableStorage } from "../../../core/storage/storage.ts";
import { withTestSchema } from "../postgres/test_schema.ts";
import { withTempDir } from "../temp_dir.ts";
import { type CopyPlace, filesystemPlace, postgresPlace, sqlitePlace } from "./copy_places.ts";
import { killCopy } from "./kill_copy.ts";
import { digestOf } from "./store_digest.ts";

const INSTANCES = 1_000;
const VARIABLES = 5;
const LARGE_BYTES = 16_777_216;
const KILLS = 8;
const MAX_DELAY_MS = 300;

/** In paths, URLs, patterns, logs and by length. */
const ODD_NAMES = [
  "../../etc/passwd",
  "%2e%2e%2f%00%",
  "a\n\r\t\u001b[2J\u007f'\"\\`$(:)",
  "\u{10ffff}".repeat(255),
  "\uffff\u{10000}",
  " ",
  "constructor",
];

/** Kills `varpost copy` between all pairs of storages, and prints what was there after each kill. Returns how many pairs failed. */
export async function showKills(print: (line: string) => void): Promise<number> {
  const expected = new MemoryStorage();
  await fill(expected);
  const { sha256, variables } = await digestOf(expected);
  print(`\n| killed with SIGKILL, of ${variables} variables | there after each kill | s |`);
  print("| --- | --- | ---: |");
  let failed = 0;
  await withTempDir((directory) =>
    withTestSchema((one) =>
      withTestSchema(async (other) => {
        const sources = [
          filesystemPlace(join(directory, "from")),
          sqlitePlace(join(directory, "from.db")),
          postgresPlace(one),
        ];
        for (const from of sources) {
          const source = await from.open();
          await copyStorage(expected, source);
          await source.close();
        }
        for (const from of sources) {
          const targets = [
            filesystemPlace(join(directory, `to ${from.name}`)),
            sqlitePlace(join(directory, `to ${from.name}.db`)),
            postgresPlace(other),
          ];
          for (const to of targets) {
            const begin = performance.now();
            const afterMs = () => MAX_DELAY_MS * Math.random();
            const { present, rest } = await killCopy(from, to, { expected, kills: KILLS, afterMs });
            const seconds = (performance.now() - begin) / 1_000;
            print(
              `| ${from.name} to ${to.name} | ${present.join(", ")}; then ${rest} more | ${seconds.toFixed(1)} |`,
            );
            const isTwice = rest + (present.at(-1) ?? 0) > variables;
            if (!(await isWhole(to, sha256)) || isTwice) {
              failed++;
              print("it differs, or something was read twice");
            }
          }
        }
      }),
    ),
  );
  return failed;
}

/** Whether a copy is the whole source. Removes all that it has. */
async function isWhole(place: CopyPlace, sha256: string): Promise<boolean> {
  const copy = await place.open();
  try {
    const found = await digestOf(copy);
    for (const id of await copy.instances({ limit: 10_000 }))
      await copy.apply(id, [{ op: "clear" }]);
    return found.sha256 === sha256;
  } finally {
    await copy.close();
  }
}

async function fill(storage: VariableStorage): Promise<void> {
  const put = { op: "put", type: "File" } as const;
  for (let i = 0; i < INSTANCES; i++) {
    const puts = Array.from({ length: VARIABLES }, (_, v) => {
      const seed = i * VARIABLES + v + 1;
      const size = v === 4 && i % 20 === 0 ? 100_000 : (seed * 7) % 2_000;
      const bytes = v === 3 && i % 3 === 0 ? null : content(size, seed);
      const valueInfo = { filename: `${seed}.bin`, mimeType: "application/pdf" };
      return { ...put, name: `variable ${v}`, valueInfo, content: bytes };
    });
    await storage.apply(`order-${String(i).padStart(5, "0")}`, puts);
  }
  for (const [i, id] of ODD_NAMES.entries()) {
    const valueInfo = { filename: `\u0000${id}`, encoding: "" };
    const odd = ODD_NAMES.map((name, v) => {
      const bytes = content((i + v) % 3 === 0 ? 0 : 20_000 * v, i + v + 1);
      return { ...put, name, valueInfo, content: v === i ? null : bytes };
    });
    await storage.apply(id, odd);
  }
  const large = { ...put, name: "large", valueInfo: {}, content: content(LARGE_BYTES, 1) };
  await storage.apply("order-00500", [large]);
}

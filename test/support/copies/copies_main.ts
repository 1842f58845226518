/**
 * Copies 10,000 variables and a value of 1 GiB from memory through all storages and back, each copy broken off within that value and
 * resumed: between two that outlive a process by SIGKILL of `varpost copy`. Kills copies between all pairs again and again, makes backups
 * while 32 writers write, and flips bits, which `verify` must find. It prints figures.
 *
 * node --import tsx test/support/copies/copies_main.ts [copies|kills|backup|verify] [FLIPS]
 */
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { content } from "../../../adapters/contract/_content.ts";
import { FilesystemStorage } from "../../../adapters/filesystem.ts";
import { MemoryStorage } from "../../../adapters/memory.ts";
import { SqliteStorage } from "../../../adapters/sqlite.ts";
import { copyStorage } from "../../../core/storage/copying/copy_storage.ts";
import type { VariableStorage } from "../../../core/storage/storage.ts";
import { DAMAGE_STORES } from "../damage/damage_stores.ts";
import { withTestSchema } from "../postgres/test_schema.ts";
import { withTempDir } from "../temp_dir.ts";
import { type BackupSource, backUpWhileWriting, tornInstances } from "./back_up_while_writing.ts";
import { type CopyPlace, filesystemPlace, postgresPlace, sqlitePlace } from "./copy_places.ts";
import { killOnce } from "./kill_copy.ts";
import { showKills } from "./show_kills.ts";
import { digestOf } from "./store_digest.ts";
import { verifyFiles } from "./verify_files.ts";
import type { VerifyResult } from "./verify_rounds.ts";
import { verifyTables } from "./verify_tables.ts";

const INSTANCES = 2_000;
const VARIABLES = 5;
const MiB = 1_048_576;
const LARGE_BYTES = 1_024 * MiB;
const WRITERS = 32;
const MAX_PAUSE_MS = 100;

const [only, flipsText] = process.argv.slice(2);
const flips = Number(flipsText ?? 200);
let failed = 0;
if (only === undefined || only === "copies") await showCopies();
if (only === undefined || only === "kills") failed += await showKills(console.log);
if (only === undefined || only === "backup") await showBackups();
if (only === undefined || only === "verify") await showVerifications();
console.log(failed === 0 ? "\nall passed" : `\n${failed} failed`);
if (failed > 0) process.exitCode = 1;

async function showCopies(): Promise<void> {
  console.log(
    "| copy | instances | variables | MiB | s | of them compared | memory above idle, MiB |",
  );
  console.log("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
  await withTempDir((directory) =>
    withTestSchema(async (place) => {
      const memory = { name: "memory", open: async () => new MemoryStorage() };
      const places: readonly (CopyPlace | typeof memory)[] = [
        filesystemPlace(join(directory, "store")),
        sqlitePlace(join(directory, "store.db")),
        postgresPlace(place),
        memory,
      ];
      let from: VariableStorage = new MemoryStorage();
      let before: CopyPlace | typeof memory = memory;
      await fill(from);
      const expected = await digestOf(from);
      for (const next of places) {
        let to: VariableStorage;
        let how = "broken off";
        if ("url" in before && "url" in next) {
          await from.close();
          how = `killed at ${await killWithin(before, next)} MiB`;
          [from, to] = [await before.open(), await next.open()];
        } else {
          to = await next.open();
          await breakOff(from, to);
        }
        const idle = process.memoryUsage().rss;
        let peak = 0;
        const begin = performance.now();
        let compareAt = begin;
        const result = await copyStorage(from, to, {
          resume: true,
          verify: true,
          onProgress: ({ phase }) => {
            if (phase === "copy") compareAt = performance.now();
            peak = Math.max(peak, process.memoryUsage.rss());
          },
        });
        const now = performance.now();
        const seconds = (ms: number) => (ms / 1_000).toFixed(1);
        const { instances, variables, bytes } = result;
        const above = next === memory ? "(the values)" : Math.round((peak - idle) / MiB);
        console.log(
          `| ${before.name} to ${next.name}, ${how}, resumed | ${instances} | ${variables} | ${Math.round(bytes / MiB)} | ${seconds(now - begin)} | ${seconds(now - compareAt)} | ${above} |`,
        );
        const found = await digestOf(to);
        if (found.sha256 !== expected.sha256) {
          failed++;
          console.log(`${next.name} differs: ${JSON.stringify(found)}`);
        }
        await from.close();
        [from, before] = [to, next];
      }
      await from.close();
      console.log(`\nall have ${JSON.stringify(expected)}`);
    }),
  );
}

/** Kills `varpost copy` within the large value. Returns how many MiB the target has then. */
async function killWithin(from: CopyPlace, to: CopyPlace): Promise<number> {
  const isEnded = await killOnce(from, to, async (_bytes, isRunning) => {
    while (isRunning() && (await to.bytes()) < LARGE_BYTES / 4) await sleep(20);
  });
  if (isEnded) throw new Error("It ended before it was killed");
  return Math.round((await to.bytes()) / MiB);
}

/** Breaks a copy off within the large value. What was copied stays, as after a kill. */
async function breakOff(from: VariableStorage, to: VariableStorage): Promise<void> {
  const controller = new AbortController();
  const { signal } = controller;
  const onProgress = ({ bytes }: { readonly bytes: number }) => {
    if (bytes > LARGE_BYTES / 4) controller.abort(new Error("broken off"));
  };
  await copyStorage(from, to, { signal, onProgress }).then(
    () => Promise.reject(new Error("It was not broken off")),
    () => {},
  );
}

async function fill(storage: VariableStorage): Promise<void> {
  for (let i = 0; i < INSTANCES; i++) {
    const puts = Array.from({ length: VARIABLES }, (_, v) => {
      const seed = i * VARIABLES + v + 1;
      const size = v === 4 && i % 50 === 0 ? 100_000 : (seed * 7) % 2_000;
      const valueInfo = { filename: `${seed}.bin`, mimeType: "application/pdf" };
      const bytes = v === 3 && i % 3 === 0 ? null : content(size, seed);
      return { op: "put", name: `variable ${v}`, type: "File", valueInfo, content: bytes } as const;
    });
    await storage.apply(`order-${String(i).padStart(5, "0")}`, puts);
  }
  const large = await storage.stage(
    (async function* () {
      for (let i = 0; i < LARGE_BYTES / MiB; i++) yield content(MiB, i + 1);
    })(),
  );
  const put = { op: "put", name: "large", type: "Bytes", valueInfo: {}, content: large } as const;
  await storage.apply("order-01000", [put]);
}

async function showBackups(): Promise<void> {
  console.log(
    "\n| backup while 32 write | MiB before | s | calls meanwhile | longest call, ms | before | longest turn, ms | torn instances |",
  );
  console.log("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
  const kinds: readonly (readonly [string, (path: string) => Promise<BackupSource>])[] = [
    ["SQLite", (path) => SqliteStorage.open(path)],
    ["filesystem", (path) => FilesystemStorage.open(path)],
  ];
  for (const [name, open] of kinds) {
    await withTempDir(async (directory) => {
      const storage = await open(join(directory, "store"));
      for (let i = 0; i < 64; i++) {
        const large = await storage.stage(
          (async function* () {
            yield content(4 * MiB, i + 1);
          })(),
        );
        const put = { op: "put", name: "a", type: "Bytes", valueInfo: {}, content: large } as const;
        await storage.apply(`other-${i}`, [put]);
      }
      const run = await backUpWhileWriting(storage, join(directory, "copy"), WRITERS);
      await storage.close();
      const copy = await open(join(directory, "copy"));
      const torn = await tornInstances(copy, run.begun);
      await copy.close();
      const ms = (value: number) => value.toFixed(0);
      console.log(
        `| ${name} | 256 | ${(run.backupMs / 1_000).toFixed(1)} | ${run.calls} | ${ms(run.longestPauseMs)} | ${ms(run.longestBeforeMs)} | ${ms(run.longestTurnMs)} | ${torn.length} |`,
      );
      if (torn.length > 0) failed++;
      if (run.longestTurnMs > MAX_PAUSE_MS)
        console.log(`over ${MAX_PAUSE_MS} ms, on a shared machine`);
    });
  }
}

async function showVerifications(): Promise<void> {
  const seed = Math.floor(Math.random() * 2 ** 31);
  console.log(
    `\nseed ${seed}\n\n| store | bits flipped in | found | unused: all is read as it was | missed |`,
  );
  console.log("| --- | --- | ---: | ---: | ---: |");
  for (const store of DAMAGE_STORES) {
    const options = { flips, seed, end: "stop" } as const;
    report(store.name, await withTempDir((directory) => verifyFiles(store, directory, options)));
  }
  report("postgres", await withTestSchema((place) => verifyTables(place, { flips, seed })));
}

function report(name: string, { total, places, details }: VerifyResult): void {
  for (const [place, { found, unused, missed }] of places) {
    console.log(`| ${name} | ${place} | ${found} | ${unused} | ${missed} |`);
  }
  console.log(`| ${name} | all | ${total.found} | ${total.unused} | ${total.missed} |`);
  for (const detail of details) console.log(detail);
  failed += total.missed;
}

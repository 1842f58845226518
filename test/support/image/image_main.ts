/**
 * `npm run test:image [DEBIAN]`: carries out the steps of `docs/docker/Dockerfile` without Docker, in folders that debootstrap has made,
 * and runs what comes out as a container: its own processes, mounts and network, a read-only root, no capability, the user of the
 * image. It needs root, debootstrap, and the registries of Debian and npm. DEBIAN is a folder into which
 * `debootstrap --variant=minbase bookworm` was run already. What it cannot show is that Docker itself takes the file, and the
 * image of Node, for which Debian with the Node of this machine stands.
 */
import { chownSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { withTempDir } from "../temp_dir.ts";
import { makeBaseImage } from "./base_image.ts";
import { makeBuildContext } from "./build_context.ts";
import { buildStages, type Image } from "./build_stages.ts";
import { Container } from "./container.ts";
import { parseDockerfile } from "./dockerfile.ts";
import { inherited } from "./inherited.ts";

const VALUE = "http://127.0.0.1:8080/process-instance/order-7/variables/terms/data";
const LIVE = "http://127.0.0.1:8080/health/live";
/** What a migration does: SQLite sorts more than fits into memory, so it needs a file. */
const SORTS = `
  const db = new (require("better-sqlite3"))(":memory:");
  db.pragma("temp_store = FILE");
  db.pragma("cache_size = 10");
  db.exec("CREATE TABLE t AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 200000) SELECT hex(randomblob(50)) AS x FROM n");
  db.exec("CREATE INDEX i ON t (x)");
`;

/** What `/proc/PID/status` has to say of process 1. */
const RIGHTS: readonly (readonly [string, RegExp])[] = [
  ["is that of the user 10001", /^Uid:(\t10001){4}$/m],
  ["is that of the group 10001", /^Gid:(\t10001){4}$/m],
  ["is the server", /^NSpid:\t\d+\t1$/m],
  ["has no capability", /^CapEff:\t0+$/m],
  ["gets no new privileges", /^NoNewPrivs:\t1$/m],
];

let passed = 0;
let failed = 0;

function report(what: string, good: boolean, found: string): void {
  if (good) passed++;
  else failed++;
  console.log(
    `${good ? "ok    " : "FAILED"} ${what.padEnd(60)} ${found.trim().replaceAll(/\s+/g, " ")}`,
  );
}

async function runImage(image: Image, volume: string, storage: readonly string[]): Promise<void> {
  let container = await Container.start(image, volume, storage);
  report(
    "it starts",
    container.output.includes("varpost listening on http://0.0.0.0:8080"),
    container.output,
  );
  const status = await container.status();
  for (const [what, line] of RIGHTS) {
    report(`process 1 ${what}`, line.test(status), line.exec(status)?.[0] ?? status);
  }
  for (const path of ["/probe", "/tmp/probe", "/opt/varpost/probe"]) {
    const { code, output } = await container.exec(["touch", path]);
    report(`${path} cannot be written`, code !== 0 && /Read-only/.test(output), output);
  }
  const healthy = await container.exec(image.healthCheck);
  report("HEALTHCHECK ends with 0", healthy.code === 0, `${healthy.code} ${healthy.output}`);
  const sorted = await container.exec(["node", "-e", SORTS]);
  report("SQLite sorts on the volume", sorted.code === 0, sorted.output);
  const put = await container.curl([
    "-w",
    "%{http_code}",
    "-F",
    "data=@package-lock.json",
    "-F",
    "valueType=File",
    VALUE,
  ]);
  report("a file is stored", put.output === "204", put.output);
  const code = await container.stop("SIGTERM");
  report("SIGTERM to process 1 stops it in order", code === 0, `exit code ${code}`);
  container = await Container.start(image, volume, storage);
  const got = await container.curl([VALUE]);
  const same = got.output === readFileSync("package-lock.json", "utf8");
  report("a new container on the volume has the file", same, `${got.output.length} characters`);
  await container.stop("SIGTERM");
}

async function runClosed(image: Image, volume: string): Promise<void> {
  const token = "0f8d1c7be2a94f6d83b5a1c2";
  inherited("sh", ["-c", `echo ${token} > ${join(volume, "tokens")}`]);
  const tokens = ["--token-file", "/var/lib/varpost/tokens", "--allow-host", "varpost"];
  const container = await Container.start(image, volume, tokens);
  const status = ["-o", "/dev/null", "-w", "%{http_code}"];
  const stranger = await container.curl([...status, VALUE]);
  report("without a token: 401", stranger.output === "401", stranger.output);
  const known = await container.curl([...status, "-H", `Authorization: Bearer ${token}`, VALUE]);
  report("with a token: 200", known.output === "200", known.output);
  const live = await container.curl([...status, LIVE]);
  report("/health/live without a token: 200", live.output === "200", live.output);
  const healthy = await container.exec(image.healthCheck);
  report("HEALTHCHECK ends with 0 behind tokens", healthy.code === 0, healthy.output);
  await container.stop("SIGTERM");
}

/** Where nothing listens, the check has to fail: it is the command of a container that has no server. */
async function runUnhealthy(image: Image, volume: string): Promise<void> {
  const idle = { ...image, entryPoint: ["sh", "-c", "echo idle; exec sleep 600"] };
  const container = await Container.start(idle, volume);
  const { code, output } = await container.exec(image.healthCheck);
  report("HEALTHCHECK ends with 1 where nothing listens", code === 1, output);
  const version = await container.exec(["varpost", "--version"]);
  report("'varpost' is a command in it", version.code === 0, version.output);
  await container.stop("SIGKILL");
}

await withTempDir(async (directory) => {
  const context = join(directory, "context");
  await makeBuildContext(".", context);
  const stages = parseDockerfile(readFileSync("docs/docker/Dockerfile", "utf8"));
  const makeBase = (root: string) => makeBaseImage(root, process.argv[2]);
  const onStep = (step: string) => console.log(`--- ${step}`);
  const image = await buildStages(stages, context, directory, makeBase, onStep);
  inherited("du", ["-sh", join(image.root, "opt/varpost")]);
  for (const storage of [
    "sqlite:/var/lib/varpost/varpost.db",
    "filesystem:/var/lib/varpost/values",
  ]) {
    const volume = join(directory, storage.replace(/:.*/, ""));
    mkdirSync(volume);
    chownSync(volume, 10_001, 10_001);
    console.log(`--- ${storage}`);
    await runImage(image, volume, ["--storage", storage]);
    if (storage.startsWith("sqlite")) await runClosed(image, volume);
  }
  await runUnhealthy(image, join(directory, "sqlite"));
});
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

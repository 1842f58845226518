import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { randomFillSync } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ProcessVariables, type VariableStorage } from "../../core/mod.ts";
import { withOneStorage } from "../server/_storages.ts";
import { withServer } from "../server/_with_server.ts";
import { suite } from "../support/suite.ts";
import { withTempDir } from "../support/temp_dir.ts";

const test = suite("curl");

const PATH = "/engine-rest/process-instance/i/variables/v/data";
const CONTENT = randomFillSync(Buffer.allocUnsafe(20_000_000));

interface Run {
  /** The last answer's. */
  readonly status: number;
  /** The heads of requests and answers. */
  readonly heads: string;
}

/** Runs curl in a folder. */
function curl(directory: string, ...args: readonly string[]): Promise<Run> {
  return new Promise((resolve, reject) => {
    const all = [
      "--silent",
      "--verbose",
      "--write-out",
      "%{stderr}\nstatus %{http_code}\n",
      ...args,
    ];
    execFile("curl", all, { cwd: directory }, (error, _stdout, heads) => {
      if (error === null) resolve({ status: Number(/\nstatus (\d+)\n$/.exec(heads)?.[1]), heads });
      else reject(error);
    });
  });
}

/** Writes the content to a file, and gives what to post it by. */
async function writeContent(directory: string): Promise<string> {
  await writeFile(join(directory, "Grüße; 2.bin"), CONTENT);
  return `data=@"Grüße; 2.bin";type=image/png`;
}

function uploadsAndDownloads(storage: VariableStorage): Promise<void> {
  return withTempDir((directory) =>
    withServer(
      async ({ url }) => {
        const data = await writeContent(directory);
        const posted = await curl(directory, "-F", data, "-F", "valueType=File", url + PATH);
        assert.equal(posted.status, 204);
        assert.match(posted.heads, /^> Expect: 100-continue\r?$/m);
        assert.match(posted.heads, /^< HTTP\/1\.1 100 Continue\r?$/m);
        const record = await storage.stat("i", "v");
        assert.deepEqual(record?.valueInfo, { filename: "Grüße; 2.bin", mimeType: "image/png" });

        await curl(directory, "--remote-name", "--remote-header-name", url + PATH);
        // The name for clients that know no better: it has no letters beyond ASCII.
        const saved = await readFile(join(directory, "Gr??e; 2.bin"));
        assert.ok(saved.equals(CONTENT));
      },
      { storage, variables: new ProcessVariables({ storage }) },
    ),
  );
}

function resumes(storage: VariableStorage): Promise<void> {
  return withTempDir((directory) =>
    withServer(
      async ({ url }) => {
        await storage.apply("i", [
          { op: "put", name: "v", type: "Bytes", valueInfo: {}, content: CONTENT },
        ]);
        const part = join(directory, "part");
        await writeFile(part, CONTENT.subarray(0, 12_345_678));
        const { status } = await curl(directory, "-C", "-", "-o", "part", url + PATH);
        assert.equal(status, 206);
        assert.ok((await readFile(part)).equals(CONTENT));
      },
      { storage, variables: new ProcessVariables({ storage }) },
    ),
  );
}

function asksFirst(storage: VariableStorage): Promise<void> {
  const variables = new ProcessVariables({ storage, resolveInstance: () => undefined });
  return withTempDir((directory) =>
    withServer(
      async ({ url }) => {
        const data = await writeContent(directory);
        const { status, heads } = await curl(directory, "-F", data, url + PATH);
        assert.equal(status, 404);
        assert.match(heads, /^> Expect: 100-continue\r?$/m);
        assert.doesNotMatch(heads, /^< HTTP\/1\.1 100/m);
      },
      { storage, variables },
    ),
  );
}

const { error } = spawnSync("curl", ["--version"]);
for (const [name, run] of [
  ["sends 20 MB after 100 Continue, and saves them under a name", uploadsAndDownloads],
  ["resumes a download", resumes],
  ["does not send what is refused anyway", asksFirst],
] as const) {
  if (error === undefined) test(name, () => withOneStorage(run));
  else test.skip(name, `curl cannot be run: ${error.message}`);
}

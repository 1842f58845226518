import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import type { HostLine } from "../host_line.ts";
import type { RuntimeKind } from "../runtime.ts";
import { bundleTests } from "./bundle_tests.ts";
import { NEEDS_NODE } from "./left_out.ts";
import { versionOf } from "./version_of.ts";
import { watchRun } from "./watch_run.ts";

const WORKERD = join(import.meta.dirname, "../node_modules/workerd/bin/workerd");

const COMPATIBILITY_DATE = "2026-11-01";

/** A worker that serves on a port of its own. */
export interface Workerd {
  readonly url: string;
  /** What it has printed so far. */
  output(): string;
  /** Ends the process. */
  close(): Promise<void>;
}

/**
 * Serves a bundled module by workerd, in a process of its own. The configuration lies beside the bundle.
 *
 * @param bundle The path of the module.
 * @param flags Compatibility flags.
 */
export async function startWorkerd(bundle: string, flags: readonly string[]): Promise<Workerd> {
  const name = basename(bundle);
  const config = join(dirname(bundle), `${name}.capnp`);
  await writeFile(
    config,
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .worker)],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [(name = "${name}", esModule = embed "${name}")],
  compatibilityDate = "${COMPATIBILITY_DATE}",
  compatibilityFlags = ${JSON.stringify(flags)},
);
`,
  );
  const child = spawn(WORKERD, ["serve", "--control-fd=3", config], {
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const closed = once(child, "close");
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const control = child.stdio[3];
  assert.ok(control instanceof Readable);
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: control }).on("line", (line) => {
      const { event, port } = JSON.parse(line);
      if (event === "listen") resolve(`http://127.0.0.1:${port}`);
    });
    closed.then(() => reject(new Error(`workerd ended before it listened: ${output}`)), reject);
  });
  return {
    url,
    output: () => output,
    async close() {
      child.kill("SIGKILL");
      await closed;
    },
  };
}

/** workerd runs each test file as a bundle in a process of its own. */
export const workerd: RuntimeKind = {
  name: "workerd",
  leftOut: {
    ...NEEDS_NODE,
    "_release_unread.test.ts": "workerd's node:v8 has no flag for the garbage collector",
  },
  driven: ["test/runtimes/served/workerd.ts"],
  async start(files, scratch) {
    const bundles = join(scratch, "workerd");
    await bundleTests(files, "worker", bundles);
    return {
      title: `workerd ${versionOf(WORKERD)}`,
      run: (file, firstTest, { clock }) =>
        watchRun(clock, firstTest, async (onLine, signal) => {
          const bundle = join(bundles, file.replace(/\.ts$/, ".js"));
          const worker = await startWorkerd(bundle, ["nodejs_compat"]);
          try {
            const url = `${worker.url}/?first=${firstTest}`;
            const { body, status } = await fetch(url, { signal });
            if (status !== 200 || body === null) throw new Error(`workerd answered ${status}`);
            for await (const line of createInterface({ input: Readable.fromWeb(body) })) {
              onLine(JSON.parse(line) satisfies HostLine);
            }
          } finally {
            onLine({ printed: worker.output() });
            await worker.close();
          }
        }),
      close: async () => {},
    };
  },
};

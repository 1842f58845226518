import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import type { TestRun } from "../../support/test_process.ts";
import type { HostLine } from "../host_line.ts";
import type { RuntimeKind } from "../runtime.ts";
import { bundleBuilt } from "./bundle_built.ts";
import { bundleTests } from "./bundle_tests.ts";
import type { DevTools } from "./devtools.ts";
import { findProgram } from "./find_program.ts";
import { launchChromium } from "./launch_chromium.ts";
import { NEEDS_NODE } from "./left_out.ts";
import { versionOf } from "./version_of.ts";
import { watchRun } from "./watch_run.ts";

/** A headless browser and a web server for its pages. */
export interface Chromium {
  readonly devTools: DevTools;
  /** Of the web server. */
  readonly url: string;
  /** Ends both. */
  close(): Promise<void>;
}

/**
 * Starts the browser.
 *
 * @param program The path of Chromium.
 * @param root The web server serves `/PATH.js` from here, `/PATH.html` as a page that runs it, and at
 *   `/echo` what it is sent.
 * @param profile A folder for what the browser keeps.
 */
export async function startChromium(
  program: string,
  root: string,
  profile: string,
): Promise<Chromium> {
  const server = createServer(async (request, response) => {
    const { url = "/", headers } = request;
    // Without them a page has no SharedArrayBuffer.
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
    const { pathname } = new URL(url, "http://localhost");
    if (pathname === "/echo") {
      response.setHeader("Content-Type", headers["content-type"] ?? "");
      // The browser reads no answer before it has sent all.
      response.end(await buffer(request));
      return;
    }
    if (pathname.endsWith(".html")) {
      const script = pathname.replace(/html$/, "js");
      response.setHeader("Content-Type", "text/html; charset=utf-8");
      response.end(
        `<!doctype html><title>test</title><script type="module" src="${script}"></script>`,
      );
      return;
    }
    try {
      const script = await readFile(join(root, pathname));
      response.setHeader("Content-Type", "text/javascript; charset=utf-8");
      response.end(script);
    } catch {
      response.writeHead(404).end();
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  assert.ok(address !== null && typeof address === "object");
  const { devTools, close } = launchChromium(program, profile);
  return {
    devTools,
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      await close();
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Runs a test file in a page of its own. */
function runInPage({ devTools, url }: Chromium): TestRun {
  return (file, firstTest, { clock }) =>
    watchRun(clock, firstTest, (onLine, signal) => {
      const page = `${url}/${file.replace(/\.ts$/, ".html")}?first=${firstTest}`;
      return openPage(devTools, page, onLine, signal);
    });
}

/** Opens a page and closes it when it has told its last line. */
async function openPage(
  devTools: DevTools,
  url: string,
  onLine: (line: HostLine) => void,
  signal: AbortSignal,
): Promise<void> {
  const { targetId } = await devTools.send("Target.createTarget", { url: "about:blank" });
  const attached = await devTools.send("Target.attachToTarget", { targetId, flatten: true });
  const sessionId = String(attached["sessionId"]);
  const send = (method: string, params = {}) => devTools.send(method, params, sessionId);
  try {
    await new Promise<void>((resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason));
      devTools.listen(sessionId, (method, params) => {
        if (method === "Runtime.bindingCalled") {
          const line: HostLine = JSON.parse(String(params["payload"]));
          onLine(line);
          if ("ended" in line) resolve();
        } else if (method === "Runtime.consoleAPICalled") {
          onLine({ printed: printedBy(params["args"]) });
        } else if (method === "Runtime.exceptionThrown") {
          reject(new Error(`The page failed: ${JSON.stringify(params["exceptionDetails"])}`));
        } else if (method === "Inspector.targetCrashed") {
          reject(new Error("The page crashed"));
        }
      });
      const begin = async () => {
        await send("Runtime.enable");
        await send("Inspector.enable");
        await send("Runtime.addBinding", { name: "report" });
        await send("Page.navigate", { url });
      };
      begin().catch(reject);
    });
  } finally {
    devTools.listen(sessionId, undefined);
    await devTools.send("Target.closeTarget", { targetId });
  }
}

/** The text of a call of `console.log`. */
function printedBy(args: unknown): string {
  const values = Array.isArray(args) ? args : [];
  return `${values.map(({ value, description }) => value ?? description).join(" ")}\n`;
}

/** Chromium runs each test file as a bundle in a page of its own. */
export const chromium: RuntimeKind = {
  name: "chromium",
  ownTests: ["test/runtimes/portable/in_page.ts"],
  leftOut: {
    ...NEEDS_NODE,
    "_fetch_request_host.test.ts": "a page cannot set the field Host of a Request",
    "_release_unread.test.ts":
      "a page has no node:v8, by which the test calls the garbage collector",
  },
  driven: [],
  async start(files, scratch) {
    const program = findProgram("chromium");
    if (program === undefined) return "it is not on PATH (Debian: apt-get install chromium)";
    const bundles = join(scratch, "chromium");
    await bundleTests(files, "page", bundles);
    const serviceWorker = "test/runtimes/portable/service_worker.ts";
    await bundleBuilt(serviceWorker, join(bundles, "service_worker.js"));
    const browser = await startChromium(program, bundles, join(scratch, "profile"));
    return {
      title: `chromium ${versionOf(program)}`,
      run: runInPage(browser),
      close: () => browser.close(),
    };
  },
};

import { spawn } from "node:child_process";
import { once } from "node:events";
import { DevTools } from "./devtools.ts";

/** As root, as in a container, there is no sandbox. No request leaves the machine. */
const OPTIONS = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--no-first-run",
  "--no-default-browser-check",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-breakpad",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
  "--remote-debugging-pipe",
];

/** A browser without a window. */
export interface LaunchedChromium {
  readonly devTools: DevTools;
  /** Ends it. */
  close(): Promise<void>;
}

/**
 * Starts the browser.
 *
 * @param program The path of Chromium.
 * @param profile A folder for what the browser keeps.
 */
export function launchChromium(program: string, profile: string): LaunchedChromium {
  const child = spawn(program, [...OPTIONS, `--user-data-dir=${profile}`, "about:blank"], {
    stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
    env: { ...process.env, HOME: profile, XDG_CONFIG_HOME: profile, XDG_CACHE_HOME: profile },
  });
  const closed = once(child, "close");
  const devTools = new DevTools(child);
  return {
    devTools,
    async close() {
      await devTools.send("Browser.close").catch(() => {});
      await closed;
    },
  };
}

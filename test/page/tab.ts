import { writeFile } from "node:fs/promises";
import type { DevTools } from "../runtimes/hosts/devtools.ts";

type Answer = Readonly<Record<string, unknown>>;

/** A node of the tree that screen readers get. */
export interface AccessibleNode {
  readonly role: string;
  readonly name: string;
}

/** What a page gets before its own scripts: it keeps each violation of its policy. */
const WATCH = `
  globalThis.violations = [];
  addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) =>
    violations.push([violatedDirective, blockedURI, sample].join(" ")));`;

/** A tab of the browser, used as its user does: by mouse, keyboard and files. */
export class Tab {
  /** Exceptions, and lines that the page or the browser wrote at `error`. */
  readonly errors: string[] = [];
  /** Dialogs of `alert` and the like. The page has none: each is a script that broke out. */
  readonly dialogs: string[] = [];
  readonly #devTools: DevTools;
  readonly #session: string;
  readonly #target: string;
  /** The files that the next dialog for files gets. */
  #files: readonly string[] = [];
  #login: { readonly username: string; readonly password: string } | undefined;

  private constructor(devTools: DevTools, target: string, session: string) {
    this.#devTools = devTools;
    this.#target = target;
    this.#session = session;
  }

  /** Opens a tab of its own, with cookies and storage of its own. */
  static async open(devTools: DevTools): Promise<Tab> {
    const { browserContextId } = await devTools.send("Target.createBrowserContext");
    const created = { url: "about:blank", browserContextId };
    const { targetId } = await devTools.send("Target.createTarget", created);
    const attached = await devTools.send("Target.attachToTarget", { targetId, flatten: true });
    const tab = new Tab(devTools, String(targetId), String(attached["sessionId"]));
    devTools.listen(tab.#session, (method, params) => tab.#take(method, params));
    for (const domain of ["Page", "Runtime", "Log", "DOM", "Accessibility", "Network"]) {
      await tab.send(`${domain}.enable`);
    }
    await tab.send("Page.addScriptToEvaluateOnNewDocument", { source: WATCH });
    await tab.send("Page.setInterceptFileChooserDialog", { enabled: true });
    await tab.resize(900, 700);
    return tab;
  }

  /** Sends a command about this tab. */
  send(method: string, params: Answer = {}): Promise<Answer> {
    return this.#devTools.send(method, params, this.#session);
  }

  async resize(width: number, height: number): Promise<void> {
    const size = { width, height, deviceScaleFactor: 1, mobile: false };
    await this.send("Emulation.setDeviceMetricsOverride", size);
  }

  async setDark(isDark: boolean): Promise<void> {
    const feature = { name: "prefers-color-scheme", value: isDark ? "dark" : "light" };
    await this.send("Emulation.setEmulatedMedia", { features: [feature] });
  }

  async goto(url: string): Promise<void> {
    await this.send("Page.navigate", { url: "about:blank" });
    await this.send("Page.navigate", { url });
    await this.until("document.readyState === 'complete' && typeof violations === 'object'");
  }

  /** Evaluates an expression in the page. */
  async evaluate(expression: string): Promise<unknown> {
    const params = { expression, awaitPromise: true, returnByValue: true, userGesture: false };
    const { result, exceptionDetails } = await this.send("Runtime.evaluate", params);
    if (exceptionDetails !== undefined) {
      throw new Error(`Cannot evaluate ${expression}: ${JSON.stringify(exceptionDetails)}`);
    }
    return typeof result === "object" && result !== null && "value" in result
      ? result.value
      : undefined;
  }

  /** Waits until an expression is truthy in the page. */
  async until(expression: string): Promise<void> {
    for (let tries = 0; tries < 1_500; tries++) {
      try {
        if (await this.evaluate(`Boolean(${expression})`)) return;
      } catch (error) {
        // Between two pages there is nothing to evaluate in.
        if (tries === 1_499) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const text = await this.evaluate("document.body.innerText");
    throw new Error(`The page never came to be so: ${expression}. It shows:\n${text}`);
  }

  /** Clicks in the middle of the visible element of this selector whose name for screen readers, or text, is this one. */
  async click(selector: string, name?: string): Promise<void> {
    const find = `[...document.querySelectorAll(${JSON.stringify(selector)})].find((each) => each.checkVisibility() &&
      (${name === undefined} || (each.ariaLabel ?? each.textContent) === ${JSON.stringify(name ?? "")}))`;
    await this.until(`${find}?.matches(":enabled, a, summary, pre")`);
    const at = await this.evaluate(`(() => { const each = ${find};
      each.scrollIntoView({ block: "center", behavior: "instant" });
      const { x, y, width, height } = each.getBoundingClientRect();
      return [x + width / 2, y + height / 2]; })()`);
    if (!Array.isArray(at)) throw new Error(`The page has no ${selector} ${name}`);
    const [x, y] = at;
    for (const type of ["mousePressed", "mouseReleased"]) {
      const params = { type, x, y, button: "left", clickCount: 1 };
      await this.send("Input.dispatchMouseEvent", params);
    }
  }

  /** Types a text into what has the focus. */
  async type(text: string): Promise<void> {
    await this.send("Input.insertText", { text });
  }

  /** Presses a key. */
  async press(key: "Tab" | "Enter" | "Escape" | " " | "Backspace", modifiers = 0): Promise<void> {
    const codes = { Tab: 9, Enter: 13, Escape: 27, " ": 32, Backspace: 8 };
    const code = codes[key];
    const params = { key, code: key === " " ? "Space" : key, modifiers };
    const text = key === "Enter" ? "\r" : key === " " ? " " : undefined;
    const virtual = { windowsVirtualKeyCode: code, nativeVirtualKeyCode: code };
    const down = { type: text === undefined ? "rawKeyDown" : "keyDown", ...params, ...virtual };
    await this.send("Input.dispatchKeyEvent", text === undefined ? down : { ...down, text });
    await this.send("Input.dispatchKeyEvent", { type: "keyUp", ...params, ...virtual });
  }

  /** Sets what is typed into a field. */
  async fill(id: string, text: string): Promise<void> {
    await this.evaluate(`(() => { const field = document.getElementById(${JSON.stringify(id)});
      field.value = ${JSON.stringify(text)}; })()`);
  }

  /** Gives this name and password wherever the browser asks for some. */
  async login(username: string, password: string): Promise<void> {
    this.#login = { username, password };
    await this.send("Fetch.enable", { handleAuthRequests: true });
  }

  /** The next dialog for files gets these. */
  choose(...paths: readonly string[]): void {
    this.#files = paths;
  }

  /** Puts files into a field without its dialog. */
  async setFiles(id: string, ...files: readonly string[]): Promise<void> {
    const { root } = await this.send("DOM.getDocument");
    const nodeId = typeof root === "object" && root !== null && "nodeId" in root ? root.nodeId : 0;
    const found = await this.send("DOM.querySelector", { nodeId, selector: `#${id}` });
    await this.send("DOM.setFileInputFiles", { files, nodeId: found["nodeId"] });
  }

  /** Drops files on the page. */
  async drop(...files: readonly string[]): Promise<void> {
    const data = { items: [], files, dragOperationsMask: 1 };
    for (const type of ["dragEnter", "dragOver", "drop"]) {
      await this.send("Input.dispatchDragEvent", { type, x: 300, y: 300, data });
    }
  }

  /** Lets the page send and receive so many bytes a second; 0 is no limit. */
  async throttle(bytes: number): Promise<void> {
    const rate = bytes === 0 ? -1 : bytes;
    await this.send("Network.emulateNetworkConditions", {
      offline: false,
      latency: 0,
      downloadThroughput: rate,
      uploadThroughput: rate,
    });
  }

  /** The tree that screen readers get, without what they skip. */
  async accessible(): Promise<readonly AccessibleNode[]> {
    const { nodes } = await this.send("Accessibility.getFullAXTree");
    return (Array.isArray(nodes) ? nodes : [])
      .filter(({ ignored }) => !ignored)
      .map(({ role, name }) => ({ role: role?.value ?? "", name: name?.value ?? "" }));
  }

  async screenshot(path: string): Promise<void> {
    const { data } = await this.send("Page.captureScreenshot", { format: "png" });
    await writeFile(path, Buffer.from(String(data), "base64"));
  }

  async close(): Promise<void> {
    this.#devTools.listen(this.#session, undefined);
    await this.#devTools.send("Target.closeTarget", { targetId: this.#target });
  }

  #take(method: string, params: Answer): void {
    if (method === "Runtime.exceptionThrown") this.errors.push(JSON.stringify(params));
    else if (method === "Log.entryAdded") this.#takeEntry(params["entry"]);
    else if (method === "Page.javascriptDialogOpening") {
      if (params["type"] !== "beforeunload") this.dialogs.push(String(params["message"]));
      void this.send("Page.handleJavaScriptDialog", { accept: true });
    } else if (method === "Fetch.requestPaused") {
      void this.send("Fetch.continueRequest", { requestId: params["requestId"] });
    } else if (method === "Fetch.authRequired") {
      const authChallengeResponse = { response: "ProvideCredentials", ...this.#login };
      void this.send("Fetch.continueWithAuth", {
        requestId: params["requestId"],
        authChallengeResponse,
      });
    } else if (method === "Page.fileChooserOpened") {
      const { backendNodeId } = params;
      void this.send("DOM.setFileInputFiles", { files: this.#files, backendNodeId });
    }
  }

  #takeEntry(entry: unknown): void {
    if (typeof entry !== "object" || entry === null) return;
    const { level, source, text } = { level: "", source: "", text: "", ...entry };
    // The browser writes a line for each answer of 400 and more, which the page tells its user.
    if (level === "error" && source !== "network") this.errors.push(`${source}: ${text}`);
  }
}

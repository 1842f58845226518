import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { Readable, Writable } from "node:stream";

/** What a browser answers or tells. */
interface Message {
  readonly id?: number;
  readonly sessionId?: string;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string };
}

type Answer = Readonly<Record<string, unknown>>;

interface Waiting {
  readonly resolve: (result: Answer) => void;
  readonly reject: (error: Error) => void;
}

/** Told what happens in a page. */
export type DevToolsListener = (method: string, params: Answer) => void;

/** Chromium's DevTools protocol over the pipes of `--remote-debugging-pipe`: JSON texts, each ended by a zero byte. */
export class DevTools {
  readonly #commands: Writable;
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Map<string, DevToolsListener>();
  #count = 0;

  /** @param child The browser, with pipes as its descriptors 3 and 4. */
  constructor(child: ChildProcess) {
    const [, , , commands, messages] = child.stdio;
    assert.ok(commands instanceof Writable && messages instanceof Readable);
    this.#commands = commands;
    let rest = "";
    messages.setEncoding("utf8").on("data", (text: string) => {
      const texts = (rest + text).split("\0");
      rest = texts.pop() ?? "";
      for (const each of texts) this.#take(JSON.parse(each));
    });
    messages.on("close", () => {
      for (const { reject } of this.#waiting.values()) reject(new Error("The browser has ended"));
    });
    commands.on("error", () => {});
  }

  /** Sends a command to the browser, or to a page that is attached. */
  send(method: string, params: Answer = {}, sessionId?: string): Promise<Answer> {
    const id = ++this.#count;
    this.#commands.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  /** Listens to a page that is attached, until the listener is taken away by `undefined`. */
  listen(sessionId: string, listener: DevToolsListener | undefined): void {
    if (listener === undefined) this.#listeners.delete(sessionId);
    else this.#listeners.set(sessionId, listener);
  }

  #take({ id, sessionId, method, params, result, error }: Message): void {
    if (id === undefined) {
      if (sessionId !== undefined) this.#listeners.get(sessionId)?.(method ?? "", params ?? {});
      return;
    }
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) waiting?.resolve(result ?? {});
    else waiting?.reject(new Error(`The browser refused a command: ${error.message}`));
  }
}

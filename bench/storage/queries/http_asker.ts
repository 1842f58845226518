import { CONTENT_TYPE, SMALL_FORM, variablePath } from "../../server/form.ts";
import type { Asker } from "./asker.ts";
import type { Question, QuestionRequest } from "./questions.ts";
import { instanceId } from "./stored.ts";

/** Asks a server, as its clients do. */
export class HttpAsker implements Asker {
  readonly collect: () => Promise<void>;
  readonly #base: string;

  /** @param collect Lets the server collect its garbage. */
  constructor(port: number, collect: () => Promise<void>) {
    this.#base = `http://127.0.0.1:${port}`;
    this.collect = collect;
  }

  async ask({ request, limit }: Question): Promise<number> {
    const answer: unknown = JSON.parse(await this.#send(request.target, optionsOf(request)));
    if (limit !== undefined && Array.isArray(answer)) return answer.length;
    if (typeof answer === "object" && answer !== null && "count" in answer) {
      return Number(answer.count);
    }
    throw new TypeError(`Cannot read the answer to ${request.target}`);
  }

  async read(instance: number): Promise<void> {
    await this.#send(`/process-instance/${instanceId(instance)}/variables/amount`, {});
  }

  async write(instance: number): Promise<void> {
    await this.#send(variablePath("document", instanceId(instance)), {
      method: "POST",
      headers: { "content-type": CONTENT_TYPE },
      body: SMALL_FORM,
    });
  }

  async #send(target: string, options: RequestInit): Promise<string> {
    const response = await fetch(this.#base + target, options);
    const text = await response.text();
    if (!response.ok) throw new Error(`Cannot measure ${target}: ${response.status} ${text}`);
    return text;
  }
}

function optionsOf({ body }: QuestionRequest): RequestInit {
  if (body === undefined) return {};
  return { method: "POST", headers: { "content-type": "application/json" }, body };
}

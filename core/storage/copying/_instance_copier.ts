import type { Change, PutChange, VariableRecord, VariableStorage } from "../storage.ts";
import type { PendingCalls } from "./_pending_calls.ts";
import { PresentVariables } from "./_present_variables.ts";
import { walkVariables } from "./_walk.ts";
import { CopyError } from "./copy_error.ts";

/** What a copier works with. */
export interface CopierParts {
  readonly from: VariableStorage;
  readonly to: VariableStorage;
  readonly pending: PendingCalls;
  readonly signal: AbortSignal | undefined;
  /** Is told that variables are stored, and that bytes were copied. */
  readonly count: (variables: number, bytes: number) => void;
}

/** Copies instances. The small variables of a page are one call, and each large one is staged, and a call of its own. */
export class InstanceCopier {
  readonly #parts: CopierParts;

  constructor(parts: CopierParts) {
    this.#parts = parts;
  }

  /**
   * Copies an instance. Its last calls may still wait for the target.
   *
   * @param isAgain Whether the target may have a part of it, which stays.
   * @throws {CopyError} If it cannot be read or written, or if what the target has is not as in the source.
   */
  async copy(instanceId: string, isAgain: boolean): Promise<void> {
    const { from, to, signal } = this.#parts;
    const present = isAgain ? new PresentVariables(to, instanceId) : undefined;
    const pages = walkVariables(from, instanceId);
    for (;;) {
      signal?.throwIfAborted();
      const page = await failing({ instanceId }, () => pages.next());
      if (page.done === true) break;
      const records = await failing({ instanceId }, () => missing(page.value, present));
      const small = records.flatMap(smallPut);
      const bytes = records.reduce((sum, { inline }) => sum + (inline?.length ?? 0), 0);
      if (small.length > 0) await this.#apply(instanceId, small, bytes);
      for (const record of records) {
        if (!record.isNull && record.inline === undefined)
          await this.#copyLarge(instanceId, record.name);
      }
    }
    await failing({ instanceId }, async () => present?.end());
  }

  async #copyLarge(instanceId: string, name: string): Promise<void> {
    const { from, to, signal } = this.#parts;
    const put = await failing({ instanceId, variable: name, signal }, async () => {
      const variable = await from.open(instanceId, name);
      // It was deleted meanwhile.
      if (variable === undefined) return undefined;
      try {
        // It may have been replaced by a small one meanwhile.
        const [small] = smallPut(variable.record);
        return small ?? putOf(variable.record, await to.stage(this.#counted(variable.read())));
      } finally {
        await variable.close();
      }
    });
    if (put !== undefined) await this.#apply(instanceId, [put], 0);
  }

  async *#counted(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const chunk of source) {
      this.#parts.signal?.throwIfAborted();
      yield chunk;
      this.#parts.count(0, chunk.length);
    }
  }

  #apply(instanceId: string, changes: readonly Change[], bytes: number): Promise<void> {
    const { to, pending, count } = this.#parts;
    const puts = changes.filter((change) => change.op === "put");
    const variable = puts.length === 1 ? puts[0]?.name : undefined;
    const done = failing({ instanceId, variable }, async () => {
      try {
        await to.apply(instanceId, changes);
      } catch (error) {
        await Promise.allSettled(puts.map(({ content }) => discard(content)));
        throw error;
      }
      count(puts.length, bytes);
    });
    return pending.add(done, bytes);
  }
}

/** Which of some variables the target lacks. */
async function missing(
  records: readonly VariableRecord[],
  present: PresentVariables | undefined,
): Promise<readonly VariableRecord[]> {
  if (present === undefined) return records;
  const lacking: VariableRecord[] = [];
  for (const record of records) if (!(await present.has(record))) lacking.push(record);
  return lacking;
}

/** Discards the bytes of a stage that were not used. */
async function discard(content: PutChange["content"]): Promise<void> {
  if (content !== null && !(content instanceof Uint8Array)) await content.discard();
}

function smallPut(record: VariableRecord): PutChange[] {
  if (record.isNull) return [putOf(record, null)];
  return record.inline === undefined ? [] : [putOf(record, record.inline)];
}

function putOf(
  { name, type, valueInfo }: VariableRecord,
  content: PutChange["content"],
): PutChange {
  return { op: "put", name, type, valueInfo, content };
}

interface Place {
  readonly instanceId: string;
  readonly variable?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Says in the error of a storage what could not be copied. */
async function failing<T>(
  { instanceId, variable, signal }: Place,
  run: () => Promise<T>,
): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof CopyError) throw cause;
    const what =
      variable === undefined
        ? `instance '${instanceId}'`
        : `variable '${variable}' of instance '${instanceId}'`;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CopyError(`Cannot copy ${what}: ${reason}`, { cause, instanceId, variable });
  }
}

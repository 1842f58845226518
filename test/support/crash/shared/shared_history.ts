import type { VariableStorage } from "../../../../core/storage/storage.ts";
import { COUNTER } from "../crash_instances.ts";
import { type CrashFindings, checkListed, readState, type State } from "../crash_state.ts";
import type { CrashReportLine } from "../operation.ts";
import { explainState, type SharedOperation } from "./explain_state.ts";

/** The operations of several processes on one store, and whether the store is in a state that these allow. */
export class SharedHistory {
  acknowledged = 0;
  /** Number of operations that failed and changed nothing, since the store was unavailable or another process had counted. */
  refused = 0;
  /** Number of operations that were told to be possibly stored. */
  doubtful = 0;
  /** The state of each instance at the last examination. */
  readonly #bases = new Map<string, State>();
  /** The operations since then that took effect, or may have taken effect, by their numbers. */
  #operations = new Map<number, SharedOperation>();
  #wrong: string[] = [];

  /** Takes a report of a process. */
  add(process: number, line: CrashReportLine): void {
    if ("begin" in line) {
      const { begin: operation, at } = line;
      const begun = { operation, process, begin: at, end: Infinity, versions: [] };
      this.#operations.set(operation.id, begun);
    } else if ("acknowledged" in line) {
      this.acknowledged++;
      const operation = this.#operations.get(line.acknowledged);
      if (operation === undefined) return;
      operation.end = line.at;
      operation.versions = line.versions;
    } else if ("failed" in line) {
      if (line.mayBeStored) this.doubtful++;
      else {
        this.refused++;
        // Nothing of it may be there.
        this.#operations.delete(line.failed);
      }
    } else if ("wrong" in line) this.#wrong.push(line.wrong);
  }

  /** Examines the store while no process writes. Its present state is the base of the next examination. */
  async examine(storage: VariableStorage): Promise<CrashFindings> {
    const findings: CrashFindings = { lost: 0, torn: this.#wrong.length, details: this.#wrong };
    const operations = [...this.#operations.values()];
    const touched = operations.map(({ operation }) => operation.instance);
    const nonEmpty: string[] = [];
    for (const instance of new Set([...this.#bases.keys(), ...touched])) {
      const before = this.#bases.get(instance) ?? new Map();
      const own = operations.filter(({ operation }) => operation.instance === instance);
      const after = await readState(storage, instance, findings);
      compare(instance, before, own, after, findings);
      if (instance === COUNTER) checkCounts(before, own, after, findings);
      this.#bases.set(instance, after);
      if (after.size > 0) nonEmpty.push(instance);
    }
    await checkListed(storage, nonEmpty, findings);
    this.#operations = new Map();
    this.#wrong = [];
    return findings;
  }
}

function compare(
  instance: string,
  before: State,
  operations: readonly SharedOperation[],
  after: State,
  findings: CrashFindings,
): void {
  const processes = new Set(operations.map(({ process }) => process));
  const lists = [...processes].map((each) => operations.filter(({ process }) => process === each));
  const { isPossible, lost } = explainState(before, lists, after);
  findings.lost += lost;
  if (lost > 0) findings.details.push(`'${instance}' misses ${lost} acknowledged operations`);
  if (isPossible) return;
  findings.torn++;
  findings.details.push(`'${instance}' is in a state that it never had`);
}

/** Each count is that of one operation, which was acknowledged, or of which nobody knows. */
function checkCounts(
  before: State,
  operations: readonly SharedOperation[],
  after: State,
  findings: CrashFindings,
): void {
  const [first, last] = [before, after].map((state) => state.get("count")?.size ?? 0);
  const counts = operations.map(({ operation: { effects }, end }) => {
    const size = effects === "clear" ? 0 : Number(effects[0]?.size);
    return { size, isSure: end !== Infinity };
  });
  const sure = counts.filter(({ isSure }) => isSure).map(({ size }) => size);
  const possible = new Set(counts.map(({ size }) => size));
  const twice = sure.length - new Set(sure).size;
  const beyond = sure.filter((size) => size > Number(last)).length;
  if (twice + beyond > 0) {
    findings.lost += twice + beyond;
    findings.details.push(`${twice} counts were acknowledged twice, and ${beyond} beyond ${last}`);
  }
  for (let count = Number(first) + 1; count <= Number(last); count++) {
    if (possible.has(count)) continue;
    findings.torn++;
    findings.details.push(`Nobody counted ${count}`);
  }
}

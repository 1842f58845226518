import type { VariableStorage } from "../../../core/storage/storage.ts";
import { type CrashFindings, checkListed, readState, type State } from "./crash_state.ts";
import type { CrashReportLine, Operation } from "./operation.ts";

/**
 * The operations on the instances of a store, and the states that are allowed after a kill: the state after all operations up to
 * the last acknowledged one, or up to any later one. So no acknowledged operation is missing, each batch took effect completely
 * or not at all, and no operation took effect without the operations before it.
 */
export class CrashHistory {
  acknowledged = 0;
  /** The state of each instance at the last examination. */
  readonly #bases = new Map<string, State>();
  /** The operations since then, in the order of their calls. */
  #begun: Operation[] = [];
  #versions = new Map<number, readonly (string | null)[]>();

  add(line: CrashReportLine): void {
    if ("begin" in line) this.#begun.push(line.begin);
    if ("acknowledged" in line) {
      this.acknowledged++;
      this.#versions.set(line.acknowledged, line.versions);
    }
  }

  /** Compares the store with the allowed states. Its present state is the base of the next examination. */
  async examine(storage: VariableStorage): Promise<CrashFindings> {
    const findings: CrashFindings = { lost: 0, torn: 0, details: [] };
    const touched = this.#begun.map(({ instance }) => instance);
    const instances = new Set([...this.#bases.keys(), ...touched]);
    const nonEmpty: string[] = [];
    for (const instance of instances) {
      const found = await this.#examineInstance(storage, instance, findings);
      this.#bases.set(instance, found);
      if (found.size > 0) nonEmpty.push(instance);
    }
    await checkListed(storage, nonEmpty, findings);
    this.#begun = [];
    this.#versions = new Map();
    return findings;
  }

  async #examineInstance(
    storage: VariableStorage,
    instance: string,
    findings: CrashFindings,
  ): Promise<State> {
    const found = await readState(storage, instance, findings);
    // An empty batch is acknowledged at once, even if the operations before it were not.
    const operations = this.#begun.filter(
      (operation) => operation.instance === instance && operation.effects.length > 0,
    );
    const needed = 1 + operations.findLastIndex(({ id }) => this.#versions.has(id));
    const possible = this.#states(instance, operations);
    if (possible.slice(needed).some((state) => same(state, found))) return found;
    const earlier = possible.findLastIndex((state) => same(state, found));
    if (earlier >= 0) {
      findings.lost += needed - earlier;
      findings.details.push(`'${instance}' is as it was ${needed - earlier} operations before`);
    } else {
      findings.torn++;
      findings.details.push(`'${instance}' is in a state that it never had`);
    }
    return found;
  }

  /** Computes the states of an instance: before its operations, and after each of them. */
  #states(instance: string, operations: readonly Operation[]): State[] {
    let state: State = this.#bases.get(instance) ?? new Map();
    return [state, ...operations.map((operation) => (state = this.#after(state, operation)))];
  }

  #after(state: State, { id, effects }: Operation): State {
    if (effects === "clear") return new Map();
    const next = new Map(state);
    for (const [index, { name, size }] of effects.entries()) {
      const version = this.#versions.get(id)?.[index] ?? undefined;
      if (size === undefined) next.delete(name);
      else next.set(name, { id, size, version });
    }
    return next;
  }
}

function same(expected: State, found: State): boolean {
  if (expected.size !== found.size) return false;
  for (const [name, { id, size, version }] of expected) {
    const value = found.get(name);
    if (value?.id !== id || value.size !== size) return false;
    if (version !== undefined && value.version !== version) return false;
  }
  return true;
}

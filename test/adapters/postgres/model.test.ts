import assert from "node:assert/strict";
import type { Change, VariableRecord, VariableStorage } from "../../../core/storage/storage.ts";
import { ModelComparison } from "../../support/model_comparison.ts";
import { withPostgresSubject } from "../../support/postgres/postgres_subject.ts";
import { StorageWrapper } from "../../support/storage_wrapper.ts";
import { suite } from "../../support/suite.ts";
import { until } from "../../support/until.ts";

const OPENERS = 3;
const ROUNDS = 4;
const CALLS = 100;

const test = suite("a PostgreSQL store with several openers, beside a model");

/** Sends the calls for each instance to one of several openers, in their order. */
class Spread extends StorageWrapper {
  readonly #openers: readonly VariableStorage[];
  readonly #shift: number;

  constructor(first: VariableStorage, openers: readonly VariableStorage[], shift: number) {
    super(first);
    this.#openers = openers;
    this.#shift = shift;
  }

  override apply(
    instanceId: string,
    changes: readonly Change[],
  ): Promise<readonly (VariableRecord | undefined)[]> {
    const number = Number(instanceId.slice(1)) + this.#shift;
    const opener = this.#openers[number % this.#openers.length] ?? this.inner;
    return opener.apply(instanceId, changes);
  }
}

for (const seed of [1, Math.floor(Math.random() * 1_000_000)]) {
  test(`holds the same, whoever writes and reads, and over crashes of openers: seed ${seed}`, () =>
    withPostgresSubject(async (subject) => {
      const model = new ModelComparison(seed);
      const openers: VariableStorage[] = [];
      let crashes = 0;
      for (let round = 0; round < ROUNDS; round++) {
        while (openers.length < OPENERS) openers.push(await subject.open());
        const [reader, ...others] = openers;
        assert.ok(reader);
        await model.use(new Spread(reader, [...others, reader], model.below(OPENERS)), CALLS);
        // One after the other, since they share the source of random numbers.
        for (const opener of openers) await model.check(opener);
        if (model.below(3) === 0) {
          crashes++;
          await subject.crash?.(reader);
          openers.shift();
        } else openers.push(...openers.splice(0, 1));
      }
      await until(async () => (await subject.leftovers()).length === 0);
      await Promise.all(openers.map((opener) => opener.close()));
      process.stdout.write(
        `feeds: a model of a PostgreSQL store, seed ${seed}: ${model.calls} calls, ${crashes} crashes\n`,
      );
    }));
}

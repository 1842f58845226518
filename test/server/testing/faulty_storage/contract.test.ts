/** A storage behind `faultyStorage` keeps the contract: without faults, and when every step is late at first. */
import { MemoryStorage } from "../../../../adapters/memory.ts";
import { faultyStorage } from "../../../../server/testing/faulty_storage/faulty_storage.ts";
import type {
  StorageFault,
  StorageFaults,
} from "../../../../server/testing/faulty_storage/storage_faults.ts";
import { testContract } from "../../../support/contract_runner.ts";
import { suite } from "../../../support/suite.ts";

/** Later calls are on time: some cases make thousands. */
const LATE: StorageFault = { delay: 1, times: 20 };

const ALL_LATE: StorageFaults = {
  stage: LATE,
  readStage: LATE,
  discard: LATE,
  apply: LATE,
  stat: LATE,
  open: LATE,
  read: LATE,
  closeVariable: LATE,
  list: LATE,
  instances: LATE,
  query: LATE,
  health: LATE,
  close: LATE,
};

for (const [what, faults] of [
  ["without faults", {}],
  ["whose every step is late at first", ALL_LATE],
] as const) {
  testContract(
    suite(`the contract of a storage ${what}`),
    { durable: false, shared: false },
    (run) => {
      const storage = faultyStorage(new MemoryStorage(), faults);
      return run({ open: async () => storage, leftovers: async () => [] });
    },
    { queries: true, health: true },
  );
}

import { MemoryStorage } from "../../adapters/memory.ts";
import { testContract } from "../support/contract_runner.ts";
import { suite } from "../support/suite.ts";

const test = suite("MemoryStorage");

testContract(
  test,
  { durable: false, shared: false },
  (run) => {
    const storage = new MemoryStorage();
    return run({ open: async () => storage, leftovers: async () => [] });
  },
  { queries: true, health: true },
);

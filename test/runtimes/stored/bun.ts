import { BUN, BUN_SETTINGS } from "../hosts/bun.ts";
import { testStored } from "./stored_cases.ts";

testStored("Bun", () => ({ command: [BUN, "--no-install"], settings: BUN_SETTINGS }));

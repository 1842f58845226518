import { DENO, DENO_RUN, denoSettings } from "../hosts/deno.ts";
import { testStored } from "./stored_cases.ts";

testStored("Deno", (scratch) => ({
  command: [DENO, ...DENO_RUN],
  settings: denoSettings(scratch),
}));

import { checks } from "./checks.js";

for (const [name, fn] of Object.entries(checks)) {
  // Deno fails a test that leaves a timer or a socket behind. `stop` of the workers' client leaves a timer.
  const isStrict = !name.includes("client");
  Deno.test({ name, fn, sanitizeOps: isStrict, sanitizeResources: isStrict });
}

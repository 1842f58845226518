/** Loaded into a server beside its own code: measures the delay of its event loop from one question to the next. */
import { monitorEventLoopDelay } from "node:perf_hooks";

const RESOLUTION_MS = 1;

const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delay.enable();
process.on("message", () => {
  // The histogram has the time from tick to tick, the wanted one among it.
  process.send?.({
    p50: delay.percentile(50) / 1e6 - RESOLUTION_MS,
    p99: delay.percentile(99) / 1e6 - RESOLUTION_MS,
    max: delay.max / 1e6 - RESOLUTION_MS,
  });
  delay.reset();
});
process.channel?.unref();

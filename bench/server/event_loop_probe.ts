/** Measures the delay of a server's event loop. It is loaded into the server, and reports the delay since the last question. */
import { monitorEventLoopDelay } from "node:perf_hooks";

const RESOLUTION_MS = 1;

const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delay.enable();
process.on("message", () => {
  // The histogram holds the time from tick to tick, which contains the timer's own interval.
  process.send?.({
    p50: delay.percentile(50) / 1e6 - RESOLUTION_MS,
    p99: delay.percentile(99) / 1e6 - RESOLUTION_MS,
    max: delay.max / 1e6 - RESOLUTION_MS,
  });
  delay.reset();
});
process.channel?.unref();

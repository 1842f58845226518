/** Runs the checks without a runner. The process has to end by itself: some runners end it by force. */
import { checks } from "./checks.js";

for (const check of Object.values(checks)) await check();

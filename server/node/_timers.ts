/**
 * The timers of Node. Not the globals, which test runners replace by timers of their own: then a test engine would answer nothing.
 * @module
 */

export {
  clearInterval,
  clearTimeout,
  setImmediate,
  setInterval,
  setTimeout,
} from "node:timers";

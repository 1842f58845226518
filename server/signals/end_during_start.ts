const SIGNALS = ["SIGTERM", "SIGINT"] as const;

/**
 * Lets SIGTERM and SIGINT end the process while it starts, if it is the first one of a container. The kernel gives that one no signal
 * to which it does not listen: `docker stop` would do nothing, and then the server would serve on. All others end without this.
 *
 * @param pid Id of the process.
 * @returns Ends that: call it when the server listens to these signals itself.
 */
export function endDuringStart(pid: number = process.pid): () => void {
  if (pid !== 1) return () => {};
  // Shells tell the end by a signal in this way. Nothing was served yet, and a store that is being opened is safe, as after a kill.
  const end = (_signal: NodeJS.Signals, number: number) => process.exit(128 + number);
  for (const signal of SIGNALS) process.on(signal, end);
  return () => {
    for (const signal of SIGNALS) process.off(signal, end);
  };
}

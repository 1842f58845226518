/**
 * Waits for the first signal that stops the server: SIGTERM, SIGINT, and SIGHUP, which a closing terminal sends. A second one ends the
 * process at once, which is Node's default.
 *
 * @param reloads Whether SIGHUP has another meaning: something is read anew.
 */
export function stopSignal(reloads: boolean): Promise<void> {
  const signals = ["SIGTERM", "SIGINT", ...(reloads ? [] : ["SIGHUP"])];
  return new Promise((resolve) => {
    const stop = () => {
      for (const signal of signals) process.off(signal, stop);
      resolve();
    };
    for (const signal of signals) process.on(signal, stop);
  });
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs `body`, which is synchronous, to its end before a signal that would end the process does so:
 * what is half done would stay. The process then ends as the signal wants it.
 */
export function withSignalsHeld<T>(body: () => T): T {
  for (const signal of SIGNALS) if (process.listenerCount(signal) === 0) process.once(signal, end);
  try {
    return body();
  } finally {
    // What came meanwhile is told when the event loop turns next: between the first of these and the second.
    setImmediate(() => setImmediate(obeySignals));
  }
}

/** Lets a signal end the process at once again. One that came while it was held, in this turn of the event loop, is lost. */
export function obeySignals(): void {
  for (const signal of SIGNALS) process.removeListener(signal, end);
}

/** The listeners are gone then, so that the signal does what it does by itself. */
function end(signal: NodeJS.Signals): void {
  obeySignals();
  process.kill(process.pid, signal);
}

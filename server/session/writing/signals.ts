const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs `body`, which is synchronous, to its end before a signal that would end the process does so:
 * what is half done would stay. The process then ends as the signal wants it.
 */
export function withSignalsHeld<T>(body: () => T): T {
  // Listeners are called when the event loop turns, which is behind `body`. They stay, for what came meanwhile.
  for (const signal of SIGNALS) if (process.listenerCount(signal) === 0) process.once(signal, end);
  return body();
}

/** The listener is gone by now, so that the signal does what it does by itself. */
function end(signal: NodeJS.Signals): void {
  for (const each of SIGNALS) process.removeListener(each, end);
  process.kill(process.pid, signal);
}

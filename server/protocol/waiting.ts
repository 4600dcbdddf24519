/** Something that will be done, unless it is cancelled before. */
export interface Waiting {
  cancel(): void;
}

/** Acts when `delay` milliseconds have passed. */
export function after(delay: number, act: () => void): Waiting {
  const timer = setTimeout(act, delay);
  return { cancel: () => clearTimeout(timer) };
}

/** Acts when a whole turn of the event loop has passed in which `count` stayed the same. */
export function whenQuiet(count: () => number, act: () => void): Waiting {
  let seen: number | null = null;
  const turn = (): void => {
    if (seen === count()) return act();
    seen = count();
    immediate = setImmediate(turn);
  };
  let immediate = setImmediate(turn);
  return { cancel: () => clearImmediate(immediate) };
}

import type { Activity } from './activity.ts';

/** Something that will be done, unless it is cancelled before. */
export interface Waiting {
  cancel(): void;
}

/** Acts when `delay` milliseconds have passed. */
export function after(delay: number, act: () => void): Waiting {
  const timer = setTimeout(act, delay);
  return { cancel: () => clearTimeout(timer) };
}

/** Acts when a whole turn of the event loop has passed in which no message came. */
export function whenQuiet(activity: Readonly<Activity>, act: () => void): Waiting {
  let seen: number | null = null;
  const turn = (): void => {
    if (seen === activity.messages) return act();
    seen = activity.messages;
    immediate = setImmediate(turn);
  };
  let immediate = setImmediate(turn);
  return { cancel: () => clearImmediate(immediate) };
}

/** How the conversation with the client stands: the server counts in it, and whoever works in slices looks. */
export class Activity {
  /** How many messages have been handled: what comes right behind one is answered before anything else is done. */
  messages = 0;
  /** Whether the client has said `shutdown` or gone: then no work is wanted any more. */
  isStopped = false;
}

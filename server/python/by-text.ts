/** Longer texts are seldom written twice. */
const MAX_LENGTH = 64;
const MAX_TEXTS = 1024;

/**
 * `read`, remembering what it made of the last thousand short texts or so: manifests and locks
 * repeat a few constraints, and a keystroke reads all of a table again. What it makes is shared and
 * must be immutable.
 */
export function rememberingTexts<Made>(read: (text: string) => Made): (text: string) => Made {
  // Two generations: what was not asked for since the younger one was begun is forgotten with the older.
  let young = new Map<string, Made>();
  let old = young;
  return (text) => {
    if (text.length > MAX_LENGTH) return read(text);
    const known = young.get(text);
    if (known !== undefined) return known;
    const made = old.get(text) ?? read(text);
    if (young.size >= MAX_TEXTS / 2) {
      old = young;
      young = new Map();
    }
    young.set(text, made);
    return made;
  };
}

/** A name and a password for one machine. */
export interface Login {
  readonly user: string;
  readonly password: string;
}

/**
 * The logins of a `.netrc`, by machine, the first of each; `default` is no machine that anybody has named, and is passed
 * over, as are macros. Any text may be given.
 */
export function readNetrc(text: string): ReadonlyMap<string, Login> {
  const found = new Map<string, Login>();
  const words = wordsOf(text);
  let machine: string | null = null;
  let login: Partial<Login> = {};
  const keep = (): void => {
    if (machine !== null && !found.has(machine) && login.password !== undefined)
      found.set(machine, { user: login.user ?? '', password: login.password });
  };
  for (let at = 0; at < words.length; at += 1) {
    const [word, value] = [words[at], words[at + 1]];
    if (word === 'machine' || word === 'default') {
      keep();
      machine = word === 'machine' ? (value ?? null) : null;
      login = {};
    } else if (word === 'login') login = { ...login, user: value ?? '' };
    else if (word === 'password') login = { ...login, password: value ?? '' };
    if (word !== 'default') at += 1;
  }
  keep();
  return found;
}

/** Its words, without comments and macros: the lines of a macro end with an empty one. */
function wordsOf(text: string): readonly string[] {
  const words: string[] = [];
  let isMacro = false;
  for (const line of text.split('\n')) {
    const [first = '', ...rest] = line.split(/\s/).filter((word) => word !== '');
    if (first === 'macdef' || (isMacro && first !== '')) {
      isMacro = true;
      continue;
    }
    isMacro = false;
    const own = first === '' ? [] : [first, ...rest];
    const comment = own.findIndex((word) => word.startsWith('#'));
    words.push(...(comment < 0 ? own : own.slice(0, comment)));
  }
  return words;
}

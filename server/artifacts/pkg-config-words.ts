/** The modules among the words of a call of pkg-config: no options, no versions and what compares them. */
export function pkgConfigModules(words: readonly string[]): string[] {
  const modules: string[] = [];
  let isVersion = false;
  for (const word of words) {
    const compared = /^([A-Za-z][\w.+-]*?)(?:[<>!]?=|[<>]).*$/.exec(word)?.[1];
    if (/^(?:[<>!]?=|[<>])$/.test(word)) isVersion = true;
    else if (isVersion) isVersion = false;
    else if (compared !== undefined) modules.push(compared);
    else if (/^[A-Za-z][\w.+-]{1,60}$/.test(word) && !NO_MODULES.has(word)) modules.push(word);
  }
  return modules;
}

/** What helpers pass along beside modules. */
const NO_MODULES: ReadonlySet<string> = new Set([
  'pkg-config',
  'pkgconf',
  'libs',
  'cflags',
  'exists',
]);

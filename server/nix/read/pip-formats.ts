import { normalizeName } from '../../python/names.ts';

/** Which files pip takes by its flags `--only-binary` and `--no-binary`. */
export interface PipFormats {
  /** What holds for all packages that nothing is said of; null where nothing is. */
  readonly all: 'wheel' | 'sdist' | null;
  /** By PEP 503 name. */
  readonly byName: ReadonlyMap<string, 'wheel' | 'sdist'>;
}

const FLAG = /^--(only|no)-binary(?:=(.*))?$/s;

/**
 * Reads flags in their order, as pip does (`FormatControl`): `:all:` takes back what was said before, `:none:` what the
 * same flag has said, and what is said of one package counts before what is said of all.
 */
export function pipFormats(flags: readonly string[]): PipFormats {
  let all: PipFormats['all'] = null;
  const byName = new Map<string, 'wheel' | 'sdist'>();
  for (const [index, flag] of flags.entries()) {
    const parts = FLAG.exec(flag);
    if (parts === null) continue;
    const format = parts[1] === 'only' ? 'wheel' : 'sdist';
    for (const name of (parts[2] ?? flags[index + 1] ?? '').split(',')) {
      if (name === ':all:') {
        byName.clear();
        all = format;
      } else if (name === ':none:') {
        if (all === format) all = null;
        for (const [each, said] of byName) if (said === format) byName.delete(each);
      } else if (name !== '') byName.set(normalizeName(name), format);
    }
  }
  return { all, byName };
}

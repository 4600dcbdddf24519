import { packageOfDerivation } from './derivations.ts';
import type { LogLine, LogPackage } from './model.ts';

/** Builders that are remembered at once, and of each its last lines and its last that speak of an error. */
const MOST_BUILDERS = 300;
const LAST_LINES = 5;
const LAST_ERRORS = 5;
/** UTF-16 units of a line that are kept. */
const LONGEST_KEPT = 300;

/** What one builder of a log, or all that no builder is named for, has printed so far. */
export class Builder {
  readonly name: string | null;
  readonly package: LogPackage | null;
  phase: string | null = null;
  /** The last line that it printed; 0 where it printed none. */
  lastLine = 0;
  #last: LogLine[] = [];
  #errors: LogLine[] = [];

  constructor(name: string | null) {
    this.name = name;
    this.package = name === null ? null : packageOfDerivation(name);
  }

  add(line: number, text: string): void {
    this.phase = phaseOf(text) ?? this.phase;
    const bare = text.trimEnd();
    if (bare === '') return;
    this.lastLine = line;
    const kept = bare.length > LONGEST_KEPT ? `${bare.slice(0, LONGEST_KEPT)}…` : bare;
    this.#last.push({ line, text: kept });
    if (this.#last.length > LAST_LINES) this.#last.shift();
    if (!ERROR.test(bare) || SAYS_LITTLE.test(bare)) return;
    this.#errors.push({ line, text: kept });
    if (this.#errors.length > LAST_ERRORS) this.#errors.shift();
  }

  /** The lines to look at: its last that speak of an error, or its last. */
  lines(): readonly LogLine[] {
    return this.#errors.length > 0 ? [...this.#errors] : [...this.#last];
  }
}

/** The builders of a log by the name that it has for each. */
export class Builders {
  readonly #byName = new Map<string, Builder>();

  /** The one of that name, a derivation's; made where it is new. */
  get(derivation: string): Builder {
    const name = shortName(derivation);
    const known = this.#byName.get(name) ?? this.#byVersionless(name);
    if (known !== undefined) return known;
    const [oldest] = this.#byName.keys();
    if (this.#byName.size >= MOST_BUILDERS && oldest !== undefined) this.#byName.delete(oldest);
    const builder = new Builder(name);
    this.#byName.set(name, builder);
    return builder;
  }

  /** `nix build -L` puts the name before each line without the version, and people write it shorter still. */
  #byVersionless(name: string): Builder | undefined {
    const versionless = name.replace(/-\d[\w.+!]{0,60}$/, '');
    if (versionless === name) return undefined;
    return this.#byName.get(versionless) ?? this.#byName.get(versionless.replace(INTERPRETER, ''));
  }
}

const INTERPRETER = /^(?:python|pypy)\d{1,2}\.\d{1,2}t?-/;

/** `/nix/store/…-python3.11-foo-1.0.drv` is `python3.11-foo-1.0`. */
export function shortName(derivation: string): string {
  return derivation
    .slice(derivation.lastIndexOf('/') + 1)
    .replace(/^[0-9a-z]{32}-/, '')
    .replace(/\.drv$/, '');
}

/** The phase of nixpkgs' stdenv that a line announces; null for most lines. */
function phaseOf(text: string): string | null {
  const named = /^(?:Running phase: |Executing )(\w{1,60})(?: phase)?$/.exec(text.trim())?.[1];
  if (named !== undefined) return named;
  return PHASES.get(text.trim()) ?? null;
}

/** How stdenv announced its phases before it named them. */
const PHASES: ReadonlyMap<string, string> = new Map([
  ['unpacking sources', 'unpackPhase'],
  ['patching sources', 'patchPhase'],
  ['configuring', 'configurePhase'],
  ['building', 'buildPhase'],
  ['running tests', 'checkPhase'],
  ['installing', 'installPhase'],
  ['post-installation fixup', 'fixupPhase'],
  ['running install tests', 'installCheckPhase'],
]);

const ERROR =
  /rror\b|\bERR\b|ERROR|fatal|FATAL|[Ff]ailed|FAILED|not found|No such file|cannot |[Uu]nable to|undefined reference|[Mm]issing|panicked/;
/** What speaks of an error and says only that there was one. */
const SAYS_LITTLE =
  /exit (?:code|status)|-W\w|note: |subprocess|Failed to build|Failed building|finished with status|metadata-generation|See above|See https?:|Traceback|warning: |^\s*(?:raise|except) |failed\.?$|^\s*error:$/;

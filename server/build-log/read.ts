import { packageOfDerivation } from './derivations.ts';
import { evaluationPatterns } from './evaluation-patterns.ts';
import { LineReader } from './lines.ts';
import type { LogFinding, LogPackage, Recognised } from './model.ts';
import { buildPatterns, requirement } from './patterns.ts';
import { RecursionTrace } from './recursion.ts';

/** More is not kept: a log that repeats itself without end must not fill the memory. */
const MOST_FINDINGS = 2000;
const SHOWN = 200;

/**
 * Reads a build log part by part, in time linear in its size. What is said of a builder that did not
 * fail is left out, where the log says which failed.
 */
export class LogReader {
  readonly #lines = new LineReader();
  readonly #findings: (LogFinding & { readonly inEvaluation: boolean })[] = [];
  readonly #failed = new Set<string>();
  readonly #building = new Set<string>();
  /** The first finding that no failed builder has been named for. */
  #unassigned = 0;
  #current: LogPackage | null = null;
  #expects: 'requirements' | 'specified-hash' | null = null;
  #specified = '';
  readonly #recursion = new RecursionTrace();

  push(part: string): void {
    for (const [number, text] of this.#lines.push(part)) this.#line(number, text);
  }

  /** All that was recognised, each thing once for each package, in the order of the log. */
  finish(): readonly LogFinding[] {
    for (const [number, text] of this.#lines.finish()) this.#line(number, text);
    const kept = this.#findings.filter(
      ({ package: of, inEvaluation }) =>
        inEvaluation || this.#failed.size === 0 || (of !== null && this.#failed.has(of.name)),
    );
    const distinct = new Map<string, LogFinding>();
    for (const { inEvaluation: _, ...finding } of kept) {
      const { package: of, needs, advice, preferWheel, withoutDependencies } = finding;
      const what = [needs, needs.length === 0 && advice, preferWheel, withoutDependencies];
      const key = JSON.stringify([of?.name, ...what]);
      if (!distinct.has(key)) distinct.set(key, finding);
    }
    return [...distinct.values()];
  }

  #line(number: number, whole: string): void {
    const prefix = PREFIX.exec(whole);
    const text = prefix === null ? whole : whole.slice(prefix[0].length);
    const name = prefix?.[1] ?? '';
    // Without a name it is Nix's excerpt from the log of the builder that it has just named.
    const prefixed = name === '' ? null : packageOfDerivation(name);
    if (prefixed === null) this.#readContext(text);
    const cycle = this.#recursion.read(text);
    if (cycle !== null) {
      // What the message said before its trace was known.
      this.#findings.pop();
      this.#add(number, text, cycle, null);
    }
    if (this.#readContinuation(number, text, prefixed)) return;
    for (const kind of ALL) {
      if (!text.includes(kind.marker)) continue;
      const match = kind.pattern.exec(text);
      const recognised = match === null ? null : kind.read(match[1] ?? '', match[2] ?? '');
      if (recognised === null) continue;
      this.#add(number, text, this.#recursion.explain(recognised, text), prefixed);
      return;
    }
  }

  #add(number: number, text: string, found: Recognised, prefixed: LogPackage | null): void {
    if (this.#findings.length >= MOST_FINDINGS) return;
    const message = text.trim();
    this.#findings.push({
      package: found.package ?? prefixed ?? this.#current,
      line: number,
      message: message.length > SHOWN ? `${message.slice(0, SHOWN)}…` : message,
      needs: found.needs ?? [],
      preferWheel: found.preferWheel ?? false,
      withoutDependencies: found.withoutDependencies ?? [],
      hash: found.hash ?? null,
      advice: found.advice ?? null,
      inEvaluation: found.inEvaluation ?? false,
    });
  }

  /** Which package the lines are about. */
  #readContext(text: string): void {
    const failed = FAILED.exec(text)?.[1];
    if (failed !== undefined) {
      const of = packageOfDerivation(failed);
      if (of === null) return;
      this.#fail(of);
      return;
    }
    const building = BUILDING.exec(text)?.[1];
    if (building !== undefined) this.#building.add(building);
    const named = building ?? CONTEXTS.map((one) => one.exec(text)?.[1]).find(Boolean);
    const of = named === undefined ? null : packageOfDerivation(named.replace('==', '-'));
    if (of !== null) this.#current = of;
  }

  /** A builder failed: what was printed before, by nobody else, was its log. */
  #fail(of: LogPackage): void {
    const several = this.#building.size > 1;
    for (let index = this.#unassigned; index < this.#findings.length; index += 1) {
      const finding = this.#findings[index];
      if (finding === undefined || finding.inEvaluation) continue;
      const isOwn = finding.package?.name === of.name;
      if (isOwn || (finding.package === null && !several))
        this.#findings[index] = { ...finding, package: of };
    }
    this.#unassigned = this.#findings.length;
    this.#failed.add(of.name);
    this.#current = of;
  }

  /** Messages of several lines. Whether the line was a part of one. */
  #readContinuation(number: number, text: string, prefixed: LogPackage | null): boolean {
    if (text.includes('ERROR Missing dependencies:')) {
      this.#expects = 'requirements';
      return true;
    }
    const mismatch = HASH_MISMATCH.exec(text)?.[1];
    if (mismatch !== undefined) {
      this.#expects = 'specified-hash';
      this.#current = packageOfDerivation(mismatch) ?? this.#current;
      return true;
    }
    if (this.#expects === 'requirements') {
      const name = REQUIREMENT.exec(text)?.[1];
      if (name === undefined) this.#expects = null;
      else this.#add(number, text, requirement(name), prefixed);
      return name !== undefined;
    }
    if (this.#expects !== 'specified-hash') return false;
    const specified = /^\s*(?:specified|wanted):\s+(sha\d+[:-][\w+/=]{1,100})/.exec(text)?.[1];
    if (specified !== undefined) this.#specified = specified;
    const got = /^\s*got:\s+(sha\d+[:-][\w+/=]{1,100})/.exec(text)?.[1];
    if (got === undefined) return specified !== undefined;
    this.#expects = null;
    const isFake = /[:-]A{20,}=*$/.test(this.#specified);
    const advice = isFake
      ? `The hash to write in place of lib.fakeHash is "${got}".`
      : `The hash in the Nix file is of something else; what was fetched has "${got}".`;
    const hash = { specified: this.#specified, got };
    this.#add(number, text, { advice, hash, inEvaluation: true }, prefixed);
    return true;
  }
}

const ALL = [...evaluationPatterns, ...buildPatterns];

/** `psycopg2> `, as Nix writes before every line of a builder, or `       > ` before an excerpt. */
const PREFIX = /^(?:([A-Za-z0-9][\w.+-]{0,100})|\s{0,12})> /;

const FAILED =
  /(?:builder for|Cannot build|cannot build|build of) '(\/[^'\s]{1,290}\.drv)'(?: failed|\.|:)/;

const BUILDING = /^building '(\/[^'\s]{1,290}\.drv)'/;

const HASH_MISMATCH = /hash mismatch in fixed-output derivation '([^'\s]{1,300})'/;

const REQUIREMENT = /^\s{1,20}([A-Za-z0-9][\w.-]{0,99})(?:\s*[[<>=!~;(].{0,200})?\s*$/;

/** Other lines that name what is built: Nix's traces and phases, pip, Poetry, uv. */
const CONTEXTS: readonly RegExp[] = [
  /while evaluating (?:the )?derivation '([^'\s]{1,250})'/,
  /of derivation '([^'\s]{1,250})'/,
  /^building in \/build\/([\w.+-]{1,200})/,
  /^source root is ([\w.+-]{1,200})/,
  /^unpacking source archive (\/[\w.+/-]{1,290})/,
  /^Processing \/build\/([\w.+-]{1,200})/,
  /^\s*(?:error: )?[×x]? ?Failed to build `([\w.-]{1,100}==[\w.+!]{1,60})`/,
  /^\s*Collecting ([A-Za-z0-9][\w.-]{0,99})/,
  /Installing ([A-Za-z0-9][\w.-]{0,99}) \([^)]{1,60}\): Failed/,
  /^\s*Building wheel for ([\w.-]{1,100}) \(/,
  /^\s*ERROR: Failed building wheel for ([\w.-]{1,100})/,
];

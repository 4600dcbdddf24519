import { Builder, Builders, shortName } from './builders.ts';
import { Continuations } from './continuations.ts';
import { contextOf } from './context.ts';
import { adviceAt } from './evaluation-place.ts';
import { packageOfDerivation } from './derivations.ts';
import { withoutEnvelope } from './envelopes.ts';
import { InternalJson } from './internal-json.ts';
import { LineReader } from './lines.ts';
import { hasMarker, messages } from './messages/table.ts';
import type {
  FailedBuild,
  LogFinding,
  LogPackage,
  LogReading,
  NixPlace,
  Recognised,
} from './model.ts';
import { RecursionTrace } from './recursion.ts';
import { signOf } from './signs.ts';
import { recogniseLine } from './recognise.ts';

/** More is not kept: a log that repeats itself without end must not fill the memory. */
const MOST_FINDINGS = 2000;
const MOST_FAILURES = 200;
const SHOWN = 200;
/** Where nothing says how a build ended, what stands in its last lines counts: a build stops at its error. */
const NEAR_THE_END = 12;
/** Lines from the end in which it counts what tools say of their own end: some quote a whole command below it. */
const TOOL_NEAR_THE_END = 50;

type Found = LogFinding & { readonly builder: Builder; readonly byPlace: boolean };

/**
 * Reads a build log part by part, in time linear in its size and in memory that does not grow with
 * it. What is said of a builder that did not fail is left out, and all of a log that succeeded.
 */
export class LogReader {
  readonly #lines = new LineReader();
  readonly #json = new InternalJson();
  readonly #builders = new Builders();
  /** All that no builder is named for. */
  readonly #unnamed = new Builder(null);
  readonly #continuations = new Continuations();
  readonly #recursion = new RecursionTrace();
  #findings: Found[] = [];
  /** By the short name of what failed. */
  readonly #failed = new Map<string, Builder>();
  readonly #building = new Set<string>();
  /** What was not built for the sake of what failed, by its short name. */
  readonly #dependents = new Set<string>();
  /** The first finding that no failed builder has been named for. */
  #unassigned = 0;
  #current: LogPackage | null = null;
  /** The builder that Nix has just named: what it excerpts below is of its log. */
  #excerpted: Builder | null = null;
  #lastLine = 0;
  #hasCertainlyFailed = false;
  #lastFailure = 0;
  #lastSuccess = 0;
  #failsInEvaluation = false;
  /** Builders that put packages together, and build none. */
  readonly #environments = new Set<Builder>();
  /** The last line that may end an evaluation. */
  #error: { readonly line: number; readonly text: string } | null = null;

  push(part: string): void {
    for (const [number, text] of this.#lines.push(part)) this.#line(number, text);
  }

  finish(): LogReading {
    for (const [number, text] of this.#lines.finish()) this.#line(number, text);
    const hasFailed = this.#hasFailed();
    if (!hasFailed) return { hasFailed, failures: [], findings: [] };
    const kept = this.#findings
      .filter(
        ({ package: of, inEvaluation, builder }) =>
          inEvaluation ||
          this.#failed.size === 0 ||
          (of === null ? this.#nameOf(builder) !== null : this.#isFailed(of.name)),
      )
      .map((each) => this.#withDerivation(each));
    return { hasFailed, failures: this.#failures(kept), findings: distinct(kept) };
  }

  #line(number: number, whole: string): void {
    this.#lastLine = number;
    const bare = withoutEnvelope(whole);
    for (const { builder, phase, text } of this.#json.read(bare) ?? [
      { builder: null, phase: null, text: bare },
    ]) {
      const of = builder === null ? null : this.#builders.get(builder);
      if (phase !== null) (of ?? this.#unnamed).phase = phase;
      else if (of === null) this.#plainLine(number, text);
      else this.#builderLine(number, text, of);
    }
  }

  /** A line as it stands in a log: with the name of a builder in front, or without. */
  #plainLine(number: number, whole: string): void {
    const prefix = PREFIX.exec(whole);
    const text = prefix === null ? whole : whole.slice(prefix[0].length);
    const name = prefix?.[1] ?? '';
    if (name !== '') this.#builderLine(number, text, this.#builders.get(name));
    else if (prefix !== null && this.#excerpted !== null) this.#excerptLine(number, text);
    else this.#ownLine(number, text);
  }

  #builderLine(number: number, text: string, builder: Builder): void {
    builder.add(number, text);
    this.#message(number, text, builder);
  }

  #excerptLine(number: number, text: string): void {
    const builder = this.#excerpted ?? this.#unnamed;
    builder.add(number, text);
    this.#readInstaller(text);
    this.#message(number, text, builder);
  }

  /** A line that Nix printed, or the lone log of one builder or installer. */
  #ownLine(number: number, text: string): void {
    this.#unnamed.add(number, text);
    this.#readSign(number, text);
    this.#readContext(text);
    this.#readPlace(number, text);
    const cycle = this.#recursion.read(text);
    if (cycle !== null) {
      // What the message said before its trace was known.
      this.#findings.pop();
      this.#add(number, text, cycle, this.#unnamed);
    }
    this.#message(number, text, this.#unnamed);
  }

  /** Nix says where in the line itself, or in one of those just below it. */
  #readPlace(number: number, text: string): void {
    this.#readSource(text);
    const place = placeIn(text);
    if (place !== null) this.#place(number, place);
    const isError = /^\s{0,12}error: \S.{2}/.test(text);
    if (isError) this.#error = { line: number, text };
  }

  /** The line of the place that was named last, as Nix shows it. */
  #readSource(text: string): void {
    const last = this.#findings.at(-1);
    if (last?.place?.source !== null) return;
    const [, line, source] = /^\s{6,16}(\d{1,6})\|(.{0,400})/.exec(text) ?? [];
    if (source === undefined || Number(line) !== last.place.line) return;
    const place = { ...last.place, source };
    this.#findings[this.#findings.length - 1] = { ...last, place };
  }

  #place(number: number, place: NixPlace): void {
    const last = this.#findings.at(-1);
    const error = this.#error;
    this.#error = null;
    if (last?.inEvaluation === true && last.place === null && number - last.line <= 2) {
      const advice = last.byPlace ? (adviceAt(place) ?? last.advice) : last.advice;
      this.#findings[this.#findings.length - 1] = { ...last, place, advice };
    } else if (error !== null && error.line !== last?.line && number - error.line <= 2) {
      // Only an evaluation ends at a place in a Nix file, whatever it says of why.
      const advice =
        adviceAt(place) ??
        'The evaluation ended there; `--show-trace` says what asked for it, the last file of yours in it first.';
      this.#add(error.line, error.text, { advice, inEvaluation: true }, this.#unnamed);
      this.#place(number, place);
    }
  }

  #message(number: number, text: string, builder: Builder): void {
    const of = builder.package ?? this.#current;
    const where = { phase: builder.phase, version: of?.version ?? null };
    const continued = this.#continuations.read(text, where);
    if (continued?.package !== undefined) {
      this.#current = continued.package;
      this.#hasCertainlyFailed = true;
    }
    if (continued !== null && continued.found !== null)
      this.#add(number, text, continued.found, builder);
    if (continued !== null) return;
    if (!hasMarker.test(text) || SOURCE.test(text)) return;
    const found = recogniseLine(messages, text, where);
    if (found !== null) this.#add(number, text, this.#recursion.explain(found, text), builder);
  }

  #add(line: number, text: string, found: Recognised, builder: Builder): void {
    const isOfNix = found.inEvaluation === true && builder === this.#unnamed;
    if (isOfNix && NIX_ERROR.test(text)) this.#failsInEvaluation = true;
    if (found.collision !== undefined) this.#environments.add(builder);
    if (this.#findings.length >= MOST_FINDINGS) return;
    const message = text.trim();
    const place = found.inEvaluation === true ? placeIn(text) : null;
    const byPlace = place !== null && found.byPlace === true ? adviceAt(place) : null;
    this.#findings.push({
      package: found.package ?? builder.package ?? (builder.name === null ? this.#current : null),
      derivation: null,
      line,
      message: message.length > SHOWN ? `${message.slice(0, SHOWN)}…` : message,
      needs: found.needs ?? [],
      preferWheel: found.preferWheel ?? false,
      withoutDependencies: found.withoutDependencies ?? [],
      runTime: found.runTime ?? [],
      versionVariable: found.versionVariable ?? null,
      hash: found.hash ?? null,
      collision: found.collision ?? null,
      advice: byPlace ?? found.advice ?? null,
      isProbe: found.isProbe ?? false,
      isBuilt: found.isBuilt ?? isBehindBuild(builder.phase),
      inEvaluation: found.inEvaluation ?? false,
      place,
      builder,
      byPlace: found.byPlace ?? false,
    });
  }

  /** Which package the lines are about, and which builds failed. */
  #readContext(text: string): void {
    const context = contextOf(text);
    if (context === null) {
      if (!text.startsWith(' ')) this.#excerpted = null;
      return;
    }
    if (context.isDependent === true) {
      const last = [...this.#failed.keys()].at(-1);
      if (last !== undefined) this.#failed.delete(last);
      return;
    }
    if (context.dependent !== undefined) {
      this.#dependents.add(shortName(context.dependent));
      return;
    }
    if (context.failed !== undefined) {
      if (context.isSummary === true && this.#failed.size > 0) return;
      if (!this.#dependents.has(shortName(context.failed))) this.#fail(context.failed);
      return;
    }
    if (context.building !== undefined) this.#building.add(shortName(context.building));
    this.#current = context.package ?? this.#current;
  }

  /** In Nix's excerpt an installer's words are the builder's, which has been named; only the package may be told better. */
  #readInstaller(text: string): void {
    const named = contextOf(text)?.package;
    if (named !== undefined && this.#excerpted?.package === null) this.#current = named;
  }

  /** A build failed: what was printed before, by nobody else, was its log. */
  #fail(named: string): void {
    const name = shortName(named.replace('==', '-'));
    const of = packageOfDerivation(name);
    const builder = this.#builders.get(name);
    const several = this.#building.size > 1;
    // Whatever the tools in it name beside, such as what pip collects.
    const isLone = named.startsWith('/') && !several;
    for (let index = this.#unassigned; index < this.#findings.length; index += 1) {
      const finding = this.#findings[index];
      if (finding === undefined || finding.inEvaluation) continue;
      const isOwn = of !== null && finding.package?.name === of.name;
      const isSame =
        finding.builder === this.#unnamed && (isLone || (finding.package === null && !several));
      if (!isOwn && !isSame) continue;
      if (finding.collision !== null) this.#environments.add(builder);
      this.#findings[index] = { ...finding, package: of, builder };
    }
    this.#unassigned = this.#findings.length;
    if (this.#failed.size < MOST_FAILURES) this.#failed.set(name, builder);
    this.#excerpted = builder;
    this.#current = of ?? this.#current;
  }

  #readSign(number: number, text: string): void {
    const sign = signOf(text);
    if (sign === 'failed') this.#hasCertainlyFailed = true;
    if (sign === 'may-have-failed') this.#lastFailure = number;
    if (sign === 'succeeded') this.#lastSuccess = number;
  }

  #hasFailed(): boolean {
    if (this.#hasCertainlyFailed || this.#failsInEvaluation) return true;
    if (this.#lastSuccess > this.#lastFailure) return false;
    if (this.#lastFailure > 0 && this.#lastLine - this.#lastFailure < TOOL_NEAR_THE_END)
      return true;
    // Nix itself would say that a build failed: a search that ends one was in vain and no more.
    return this.#findings.some(
      ({ line, isProbe, builder }) =>
        !(isProbe && this.#building.size > 0) &&
        builder.lastLine - line < (isProbe ? 2 : NEAR_THE_END) &&
        this.#lastLine - line < 4 * NEAR_THE_END,
    );
  }

  #withDerivation(finding: Found): Found {
    const derivation = this.#nameOf(finding.builder);
    if (derivation !== null) return { ...finding, package: null, derivation };
    return finding;
  }

  /** The name under which a builder failed that builds no package; null for others. */
  #nameOf(builder: Builder): string | null {
    for (const [name, failed] of this.#failed)
      if (failed === builder && this.#packageOf(name, builder) === null) return name;
    return null;
  }

  #packageOf(name: string, builder: Builder): LogPackage | null {
    return this.#environments.has(builder) ? null : packageOfDerivation(name);
  }

  #isFailed(name: string): boolean {
    for (const { package: of } of this.#failed.values()) if (of?.name === name) return true;
    return false;
  }

  /** What failed; where nothing is named, what the lines were about, or one failure of an unknown build. */
  #failures(kept: readonly LogFinding[]): readonly FailedBuild[] {
    if (this.#failed.size > 0)
      return [...this.#failed].map(([name, builder]) => {
        const own = builder.lines();
        // Of an installer, or of a builder whose lines have no name in front.
        const from = own.length > 0 ? builder : this.#unnamed;
        const of = this.#packageOf(name, builder) ?? builder.package;
        const isPackage = !this.#environments.has(builder);
        return { package: isPackage ? of : null, name, phase: from.phase, lines: from.lines() };
      });
    const inEvaluation = this.#failsInEvaluation && !this.#hasCertainlyFailed;
    if (inEvaluation && kept.some(({ package: of }) => of !== null)) return [];
    const { phase } = this.#unnamed;
    const lines = this.#unnamed.lines();
    return [{ package: this.#current, name: null, phase, lines }];
  }
}

/** `psycopg2> `, as Nix writes before every line of a builder, or `       > ` before an excerpt. */
const PREFIX = /^(?:([A-Za-z0-9][\w.+-]{0,100})|\s{0,12})> ?/;
/** Phases that come when the wheel is there. */
function isBehindBuild(phase: string | null): boolean {
  return phase !== null && /(?:[Ii]nstall|[Ff]ixup|[Cc]heck|[Dd]ist|[Vv]env)/.test(phase);
}

/** A line of the source that Nix shows below a message: what stands in it nobody says. */
const SOURCE = /^\s{6,16}\d{1,6}\| /;
/** `at /p/default.nix:12:3`. */
function placeIn(text: string): NixPlace | null {
  const [, file, line, column] = PLACE.exec(text) ?? [];
  if (file === undefined) return null;
  return { file, line: Number(line), column: Number(column), source: null };
}

const PLACE = /(?:^\s{0,12}|, )at (\/[^\s:]{1,290}\.nix):(\d{1,7}):(\d{1,7})\b/;

/** How Nix begins what ends an evaluation; the cause is indented below a trace. */
const NIX_ERROR = /^\s*(?:error|Error|… |at )/;

/** Each thing once for each package: what says no more than another of the same package is left out. */
function distinct(found: readonly Found[]): readonly LogFinding[] {
  const kept: LogFinding[] = [];
  const seen = new Set<string>();
  // What a search in vain says comes last: a message that ends the build says it better.
  const inOrder = [...found].toSorted((a, b) => Number(a.isProbe) - Number(b.isProbe));
  for (const { builder: _, byPlace: __, ...finding } of inOrder) {
    const { package: of, needs, advice, preferWheel, withoutDependencies, runTime } = finding;
    const said = [
      ...[...needs, ...runTime].map((need) => JSON.stringify(need)),
      ...withoutDependencies,
      ...(preferWheel ? ['wheel'] : []),
    ];
    const all = said.length === 0 ? [advice ?? ''] : said;
    const keys = all.map((one) => `${of?.name ?? ''} ${one}`);
    if (keys.every((key) => seen.has(key)) && finding.hash === null) continue;
    for (const key of keys) seen.add(key);
    kept.push(finding);
  }
  return kept.toSorted((a, b) => a.line - b.line);
}

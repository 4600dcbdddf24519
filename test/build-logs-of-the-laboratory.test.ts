import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Row } from '../overrides-db/build-row.ts';
import { readRows } from '../overrides-db/lab/rows.ts';
import type { Need } from '../overrides-db/model.ts';
import { bundledKnowledge } from '../overrides-db/testing.ts';
import { LogReader } from '../server/build-log/read.ts';
import { reportOf } from '../server/build-log/report.ts';
import { carries } from '../server/targets/needs.ts';

const LAB = fileURLToPath(new URL('../overrides-db/lab', import.meta.url));

/** The excerpt of a build that failed, and the attributes that it was proved to fail for the want of. */
interface ProvedFailure {
  readonly name: string;
  readonly version: string;
  readonly log: string;
  readonly line: string;
  readonly lacked: ReadonlySet<string>;
}

/**
 * What failed without one need alone, and without any: of that the log can name each of the needs. Builds that fail for
 * another reason too prove nothing.
 */
function provedFailures({ name, version, needs, builds }: Row): readonly ProvedFailure[] {
  const found = new Map<string, ProvedFailure & { readonly lacked: Set<string> }>();
  const add = (log: string | undefined, line: string | undefined, attrs: readonly string[]) => {
    if (log === undefined || line === undefined || attrs.length === 0) return;
    const one = found.get(log) ?? { name, version, log, line, lacked: new Set() };
    for (const attr of attrs) one.lacked.add(attr);
    found.set(log, one);
  };
  const needed = needs.filter(({ verdict }) => verdict === 'needed');
  for (const { attrs, line, log } of needed) add(log, line, attrs);
  for (const build of builds)
    if (build.with === 'nothing' && build.outcome === 'failed')
      add(
        build.log,
        build.line,
        needed.flatMap(({ attrs }) => attrs),
      );
  return [...found.values()];
}

function excerptOf(log: string): string {
  return readFileSync(`${LAB}/logs/${log}.txt`, 'utf8');
}

function named(log: string): ReadonlySet<string> {
  const reader = new LogReader();
  reader.push(excerptOf(log));
  return new Set(reader.finish().findings.flatMap(({ needs }) => needs.flatMap(attrsOf)));
}

/** What the report of a build of that release has: what the log names, and what is known to be needed beside it. */
function mended({ name, version, log }: ProvedFailure): readonly string[] {
  const reader = new LogReader();
  reader.push(excerptOf(log));
  reader.push(`\nerror: builder for '${STORE}-python3.13-${name}-${version}.drv' failed\n`);
  // A target that provides nothing by itself.
  const report = reportOf(reader.finish(), null, bundledKnowledge(), 'uv2nix');
  const own = report.builds.filter((build) => build.package?.name === name);
  return own.flatMap(({ findings, beside }) => [
    ...findings.flatMap(({ needs }) => needs.flatMap(attrsOf)),
    ...beside.flatMap(attrsOf),
  ]);
}

const STORE = '/nix/store/0123456789abcdfghijklmnpqrsvwxyz';

function attrsOf(need: Need): readonly string[] {
  if (need.kind === 'cargo-hash') return ['cargo', 'rustc'];
  return 'attr' in need ? [need.attr] : [];
}

/** Builds whose log has no word of what was left out, and why. */
const UNMENTIONED: ReadonlyMap<string, string> = new Map([
  [
    'gattlib 0.20210616: boost',
    'its setup.py looks for the library in what ldconfig prints, and says only that this failed',
  ],
  [
    'm2crypto 0.51.0: openssl, swig',
    'its setup.py runs the preprocessor over a header of openssl, and says only that this failed',
  ],
  [
    'tesserocr 2.13.0: pkg-config',
    'its setup.py passes over a pkg-config that is not there, takes the library for an old one, and fails over a header of that',
  ],
]);

/** Builds whose report lacks something that was proved to be needed, and why. */
const UNMENDED: ReadonlyMap<string, string> = new Map();

describe('a build of the laboratory that failed for the want of something', () => {
  const failures = readRows(`${LAB}/rows`).flatMap(provedFailures);

  it('is named in all logs that mention it', () => {
    const silent = failures.filter(({ log, lacked }) => {
      const told = named(log);
      return ![...lacked].some((attr) => [...told].some((each) => carries(each, attr)));
    });
    const unnamed = silent.map(({ name, version, lacked }) => text(name, version, [...lacked]));
    expect(unnamed.filter((each) => !UNMENTIONED.has(each))).toEqual([]);
    expect(unnamed.length).toBeLessThanOrEqual(UNMENTIONED.size);
  });

  it('is mended in one round: the log and what is known beside it have all that it lacked', () => {
    const unmended = failures.flatMap((failure) => {
      const had = mended(failure);
      const missing = [...failure.lacked].filter(
        (attr) => !had.some((each) => carries(each, attr)),
      );
      return missing.length === 0 ? [] : [text(failure.name, failure.version, missing)];
    });
    expect(unmended.filter((each) => !UNMENDED.has(each))).toEqual([]);
    expect([...UNMENDED.keys()].filter((each) => !unmended.includes(each))).toEqual([]);
  });

  it('is one of many', () => {
    expect(failures.length).toBeGreaterThan(140);
  });
});

function text(name: string, version: string, attrs: readonly string[]): string {
  return `${name} ${version}: ${attrs.join(', ')}`;
}

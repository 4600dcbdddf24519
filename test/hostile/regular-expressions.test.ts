import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  expressionsIn,
  expressionsOf,
  sourceFiles,
  whyNotLinear,
} from '../support/regular-expressions.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

// In this thread, and the same on every machine.
vi.stubEnv('RECHECK_SYNC_BACKEND', 'pure');

const FILES = [
  ...sourceFiles(ROOT, 'server'),
  ...sourceFiles(ROOT, 'overrides-db', false),
  ...sourceFiles(ROOT, 'editors/vscode/src'),
];

const FOUND = FILES.map((file) => ({ file, ...expressionsOf(ROOT, file) }));

afterEach(() => vi.unstubAllGlobals());

describe('every regular expression', { timeout: 300_000 }, () => {
  it('is linear where it is written out', () => {
    const literals = new Map(
      FOUND.flatMap((one) => one.literals).map((one) => [`/${one.pattern}/${one.flags}`, one]),
    );
    const faults = [...literals].flatMap(([text, { pattern, flags, place }]) => {
      const why = whyNotLinear(pattern, flags);
      return why === null ? [] : [`${place} ${text} ${why}`];
    });
    console.log(`${literals.size} regular expressions of ${FILES.length} files judged`);
    expect(literals.size).toBeGreaterThan(200);
    expect(faults).toEqual([]);
  });

  it('is linear where it is put together, which happens when a module is loaded', async () => {
    const made: RegExp[] = [];
    const recording = new Proxy(RegExp, {
      construct(target, args, newTarget: typeof RegExp) {
        const one = Reflect.construct(target, args, newTarget) as RegExp;
        // Libraries make some too when they are loaded.
        const [caller = ''] = new Error().stack?.split('\n').slice(2) ?? [];
        if (!caller.includes('node_modules')) made.push(one);
        return one;
      },
    });
    const makers = FOUND.filter((one) => one.made.length > 0);
    expect(makers.length).toBeGreaterThan(0);
    const faults: string[] = [];
    for (const { file, made: places } of makers) {
      vi.resetModules();
      made.length = 0;
      vi.stubGlobal('RegExp', recording);
      await import(join(ROOT, file));
      vi.unstubAllGlobals();
      expect(made.length, file).toBeGreaterThanOrEqual(places.length);
      for (const { source, flags } of made) {
        const why = whyNotLinear(source, flags);
        if (why !== null) faults.push(`${file} /${source}/${flags} ${why}`);
      }
    }
    expect(faults).toEqual([]);
  });

  it('can be found: none is made of a text that is only known later', () => {
    expect(FOUND.flatMap((one) => one.unknown)).toEqual([]);
  });
});

describe('the judge', { timeout: 60_000 }, () => {
  it.each([
    [String.raw`^(a+)+$`, '', 'exponential'],
    [String.raw`^(?:\w+\s?)*$`, 'i', 'exponential'],
    [String.raw`\s+$`, '', 'polynomial'],
    [String.raw`^\d*\d*x`, 'm', 'polynomial'],
    [String.raw`^(?:a{1,50})*$`, '', 'exponential'],
    [String.raw`^(?:b|a*a*|[|)]c)$`, '', 'polynomial'],
    [String.raw`^(?:b|c)*(?:d*)*$`, '', 'exponential'],
  ])('finds fault with /%s/%s', (pattern, flags, what) => {
    expect(whyNotLinear(pattern, flags)).toContain(what);
  });

  it.each([
    [String.raw`^[^=]*=\s*"(?:[^"\\]|\\.)*"`, ''],
    [String.raw`[\w.-]{1,100}: not found`, ''],
    [String.raw`\s+`, 'g'],
    [String.raw`^a+(?=b)`, ''],
    [String.raw`^(?:a+|b+)$|^(c)$`, ''],
  ])('finds none with /%s/%s', (pattern, flags) => {
    expect(whyNotLinear(pattern, flags)).toBeNull();
  });

  it('sees what is planted, in every form', () => {
    const planted = [
      'const a = text.replace(/(x+)+$/, "");',
      'const b = new RegExp("(x+)+$");',
      'function f(x) { return RegExp(x); }',
      'const c = text.match("(x+)+$");',
    ].join('\n');
    const { literals, made, unknown } = expressionsIn(planted, 'planted.ts');
    expect(literals).toEqual([{ pattern: '(x+)+$', flags: '', place: 'planted.ts:1' }]);
    expect(made).toEqual(['planted.ts:2']);
    expect(unknown.toSorted()).toEqual(['planted.ts:3', 'planted.ts:4']);
  });
});

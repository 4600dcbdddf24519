import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assert, constantFrom, integer, nat, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { semanticErrors } from '../server/nix/check/errors.ts';
import type { TargetId } from '../server/nix/model.ts';
import { parseNix } from '../server/nix/parse.ts';
import { planOverrides } from '../server/nix/plan/plan.ts';
import type { RequestRow } from './nix/edits.ts';
import { applyPlan, overrideRequest } from './nix/edits.ts';
import { unparsable } from './nix/world.ts';
import { itWithNix } from './support/nix.ts';
import { hasShared, sharedPath } from './support/shared.ts';

const TARGETS: readonly TargetId[] = [
  'poetry2nix',
  'uv2nix',
  'nixpkgs',
  'mkshell',
  'dream2nix',
  'pypi2nix',
];

interface Sample {
  readonly text: string;
  readonly target: TargetId;
}

const SAMPLES: readonly Sample[] = [
  ...nixFiles(fileURLToPath(new URL('nix-edits', import.meta.url))),
  ...(hasShared ? nixFiles(sharedPath('nix-shapes/cases')) : []),
];

function nixFiles(folder: string): readonly Sample[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.nix'))
    .toSorted()
    .map((name) => ({ text: readFileSync(join(folder, name), 'utf8'), target: targetOf(name) }));
}

/** What a sample is written for, as its folder's name says. */
function targetOf(name: string): TargetId {
  const named = TARGETS.find((target) => name.startsWith(target));
  if (named !== undefined) return named;
  if (/^1[0-3]-|\/uv-/.test(name)) return 'uv2nix';
  if (/^1[45]-/.test(name)) return 'nixpkgs';
  return name.startsWith('17-') ? 'mkshell' : 'poetry2nix';
}

/** What people type, and what they leave out. */
const SNIPPETS = [
  '',
  ' ',
  '\n',
  '}',
  '{',
  ')',
  '(',
  ']',
  '[ ',
  ';',
  '"',
  "''",
  '${',
  '# ',
  '/* ',
  ' // { }',
  ' ++ [ ]',
  'rec ',
  'with pkgs; ',
  'let x = 1; in ',
  'if true then { } else ',
  'inherit (super) foo;',
  'foo = null;',
  'foo = super.foo.overridePythonAttrs (old: { buildInputs = old.buildInputs; });',
  'buildInputs = [ ];',
  'nativeBuildInputs = (old.nativeBuildInputs or []) ++ (with pkgs; [zlib]);',
  'overrides = [ ];',
  'final: prev: ',
  'pkgs',
  'self',
  'assert true; ',
  '\r\n',
  '\t',
  '🐍',
];

interface Mutation {
  readonly at: number;
  readonly cut: number;
  readonly insert: string;
}

const mutations = tuple(
  nat({ max: 1_000_000 }),
  constantFrom(0, 0, 0, 1, 2, 5, 20, 80),
  constantFrom(...SNIPPETS),
).map(([at, cut, insert]): Mutation => ({ at, cut, insert }));

const requests = tuple(
  constantFrom(null, null, null, null, null, ...TARGETS),
  constantFrom<RequestRow>(
    { buildSystems: ['setuptools'] },
    { buildInputs: ['zlib'] },
    {
      buildInputs: ['zlib', 'xorg.libXft'],
      nativeBuildInputs: ['pkg-config'],
      buildSystems: ['hatchling', 'hatch-vcs'],
    },
    { preferWheel: true },
    { cargo: true, buildSystems: ['maturin'] },
    { environment: [{ name: 'A', value: '${b}' }] },
    { setByDefaults: true, buildInputs: ['zlib'] },
  ),
  constantFrom('foo', 'bar', 'baz', '3to2'),
);

function mutate(text: string, { at, cut, insert }: Mutation): string {
  const offset = at % (text.length + 1);
  return text.slice(0, offset) + insert + text.slice(offset + cut);
}

const NO_SAMPLE: Sample = { text: '', target: 'poetry2nix' };
const ENTRY = '/project/default.nix';
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 2000);

describe('random edits of files', () => {
  const edited: { readonly before: string; readonly after: string }[] = [];

  it('are planned into validly or not at all, and only once', () => {
    let accepted = 0;
    assert(
      property(
        integer({ min: 0, max: SAMPLES.length - 1 }),
        tuple(mutations, mutations),
        nat({ max: 2 }),
        tuple(requests, requests),
        (sample, edits, count, [first, second]) => {
          const { text: original, target: likely } = SAMPLES[sample] ?? NO_SAMPLE;
          const text = edits.slice(0, count).reduce(mutate, original);
          const target = first[0] ?? likely;
          const both = [first, second].map(([, rest, name]) =>
            overrideRequest({ ...rest, target, package: name }),
          );
          const files = new Map([[ENTRY, text]]);
          const plan = planOverrides(files, ENTRY, both);
          if (plan.outcome !== 'edited') return;
          accepted += 1;
          const after = applyPlan(files, plan);
          const tree = parseNix(after.get(ENTRY) ?? '');
          expect(tree.errors).toEqual([]);
          expect(semanticErrors(tree)).toEqual([]);
          edited.push({ before: text, after: tree.text });
          const again = planOverrides(after, ENTRY, both);
          expect(applyPlan(after, again)).toEqual(after);
          expect(again.outcome).toBe(plan.left === undefined ? 'present' : 'not-editable');
        },
      ),
      { numRuns: RUNS },
    );
    expect(accepted).toBeGreaterThan(RUNS / 10);
  });

  itWithNix('stay what real Nix parses', { least: '2.8' }, (nix) => {
    const scratch = mkdtempSync(join(tmpdir(), 'nix-fuzz-'));
    const write = (texts: readonly string[], side: string): readonly string[] =>
      texts.map((text, index) => {
        const path = join(scratch, `${side}${index}.nix`);
        writeFileSync(path, text);
        return path;
      });
    const after = write(
      edited.map((pair) => pair.after),
      'after',
    );
    const failures = unparsable(nix, after);
    // Real Nix may have refused the file as it was, for a name that nothing binds.
    const suspects = failures.map((failure) => edited[Number(indexOf(failure))]?.before ?? '');
    const before = write(suspects, 'before');
    const refused = new Set(unparsable(nix, before).map(indexOf));
    const broken = failures.filter((_failure, index) => !refused.has(String(index)));
    rmSync(scratch, { recursive: true });
    expect(broken).toEqual([]);
    console.log(`${edited.length} edited files, ${refused.size} of them not valid before`);
  });
});

function indexOf(failure: string): string {
  return /(?:before|after)(\d+)\.nix/.exec(failure)?.[1] ?? failure;
}

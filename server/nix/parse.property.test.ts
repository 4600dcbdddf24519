import { array, assert, constantFrom, nat, property, record, string, tuple } from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PROJECTS } from '../../test/nix/projects.ts';
import { INVALID, VALID } from '../../test/nix/samples.ts';
import { growthOfTime, SUPER_LINEAR } from '../../test/support/growth.ts';
import { semanticErrors } from './check/errors.ts';
import { undefinedNames } from './check/names.ts';
import { parseNix } from './parse.ts';
import { readNix } from './read/read.ts';
import type { NixTree, Node } from './syntax.ts';
import { childrenOf, nodePathAt, parentOf, walk } from './tree.ts';

const PIECES = [
  ...'{}()[]=;:,.@?!$"\'<>/\\|&+-*# \n\t',
  "''",
  '${',
  '/*',
  '*/',
  'let ',
  ' in ',
  'inherit ',
  'rec ',
  'with ',
  'if ',
  ' then ',
  ' else ',
  ' or ',
  'a',
  '1.5',
  './b',
  '😀',
];

/** Any text, and text that is made of what Nix is made of. */
const anyText: Arbitrary<string> = string({ unit: 'binary', maxLength: 200 });
const nixLike: Arbitrary<string> = array(constantFrom(...PIECES), { maxLength: 60 }).map((pieces) =>
  pieces.join(''),
);

/** A whole file with a few random changes. */
const edited: Arbitrary<string> = tuple(
  constantFrom(...PROJECTS.values(), ...VALID, ...INVALID),
  array(record({ at: nat(), removed: nat({ max: 12 }), added: constantFrom('', ...PIECES) }), {
    maxLength: 4,
  }),
).map(([text, changes]) =>
  changes.reduce((current, { at, removed, added }) => {
    const start = at % (current.length + 1);
    return current.slice(0, start) + added + current.slice(start + removed);
  }, text),
);

/** The text as its tokens, comments and blanks make it; throws where they leave something out. */
function reprint({ text, tokens, comments }: NixTree): string {
  const pieces = [
    ...tokens.filter(({ start, end }) => end > start),
    ...comments.map(({ span }) => span),
  ].toSorted((a, b) => a.start - b.start);
  let printed = '';
  for (const { start, end } of pieces) {
    const gap = text.slice(printed.length, start);
    if (!/^[ \t\r\n]*$/.test(gap)) throw new Error(`${JSON.stringify(gap)} is no token`);
    printed += gap + text.slice(start, end);
  }
  return printed + text.slice(printed.length);
}

/** Spans lie inside of their parents', in the order of the text, without overlap. */
function expectNested(tree: NixTree, node: Node): void {
  expect(node.span.start).toBeLessThanOrEqual(node.span.end);
  let from = node.span.start;
  for (const child of childrenOf(node)) {
    expect(child.span.start).toBeGreaterThanOrEqual(from);
    expect(child.span.end).toBeLessThanOrEqual(node.span.end);
    expect(parentOf(tree, child)).toBe(node);
    from = child.span.end;
  }
}

function expectSound(text: string): void {
  const tree = parseNix(text);
  expect(tree.text).toBe(text);
  expect(reprint(tree)).toBe(text);
  for (const { span } of tree.errors) {
    expect(span.start).toBeGreaterThanOrEqual(0);
    expect(span.end).toBeLessThanOrEqual(text.length);
  }
  if (tree.root === null) expect(tree.errors).not.toEqual([]);
  else walk(tree.root, (node) => expectNested(tree, node));
  expect(Array.isArray(semanticErrors(tree))).toBe(true);
  expect(Array.isArray(undefinedNames(tree))).toBe(true);
}

describe('parsing', () => {
  it('is total on any text', () => {
    assert(property(anyText, expectSound), { numRuns: 500 });
  });

  it('is total on texts of Nix’s own pieces', () => {
    assert(property(nixLike, expectSound), { numRuns: 2000 });
  });

  it('is total on files that are being edited', () => {
    assert(property(edited, expectSound), { numRuns: 1000 });
  });

  it('finds the nodes around every offset', () => {
    const around = tuple(edited, nat());
    assert(
      property(around, ([text, at]) => {
        const tree = parseNix(text);
        const offset = at % (text.length + 1);
        const path = nodePathAt(tree, offset);
        for (const [index, node] of path.entries()) {
          expect(node.span.start).toBeLessThanOrEqual(offset);
          expect(node.span.end).toBeGreaterThanOrEqual(offset);
          if (index > 0) expect(parentOf(tree, node)).toBe(path[index - 1]);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('reading', () => {
  it('is total on files that are being edited', () => {
    assert(
      property(edited, edited, (text, imported) => {
        const files = new Map([
          ['/p/default.nix', text],
          ['/p/b', imported],
          ['/p/flake.nix', imported],
        ]);
        const { uses } = readNix(files, [...files.keys()], '/p');
        for (const { file, span, overrides } of uses) {
          const { length } = files.get(file) ?? '';
          expect(span.end).toBeLessThanOrEqual(length);
          for (const entry of overrides.entries) {
            const own = files.get(entry.file) ?? '';
            expect(entry.nameSpan.start).toBeGreaterThanOrEqual(entry.span.start);
            expect(entry.span.end).toBeLessThanOrEqual(own.length);
          }
          if (!overrides.understood) expect(overrides.why).not.toBe('');
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('does not hang on what refers to itself', () => {
    const text = `let
      f = x: f (f x) // f x;
      o = o // o // f o;
      l = l ++ l ++ o.l;
      s = "\${s}\${s}\${l}";
      p = final: prev: { a = prev.a.overridePythonAttrs (old: { buildInputs = l; } // o // f old); } // p final prev // o;
    in
    poetry2nix.mkPoetryApplication (f { projectDir = s; overrides = [ p ] ++ l ++ [ (f p) ]; } // o // { inherit s; })`;
    // Steps without bound would not end at all.
    const { uses } = readNix(new Map([['/p/default.nix', text]]), ['/p/default.nix'], '/p');
    expect(uses.every(({ overrides }) => !overrides.understood)).toBe(true);
  });

  it('survives lists longer than the arguments that a call may have', () => {
    const many = 'x '.repeat(200_000);
    const text = `mkShell { packages = [ python ${many} ]; LD_LIBRARY_PATH = lib.makeLibraryPath [ ${many} ]; }`;
    const { uses } = readNix(new Map([['/p/shell.nix', text]]), ['/p/shell.nix'], '/p');
    // It stops somewhere, and says so.
    expect(uses[0]?.shell?.packages.slice(0, 3)).toEqual(['python', 'x', 'x']);
    expect(uses[0]?.shell?.complete).toBe(false);
  });

  it('reads thousands of packages in linear time', () => {
    const growth = growthOfTime((size) => {
      const names = Array.from({ length: size }, (_, index) => `package-${index}`);
      const body = names.map((name) => `${name} = prev.${name}.override { preferWheel = true; };`);
      const text = `poetry2nix.mkPoetryEnv { projectDir = ./.; overrides = [ (final: prev: { ${body.join(' ')} }) ]; }`;
      const { uses } = readNix(new Map([['/p/default.nix', text]]), ['/p/default.nix'], '/p');
      expect(uses[0]?.overrides.entries).toHaveLength(size);
    }, 5000);
    expect(growth).toBeLessThan(SUPER_LINEAR);
  });
});

import { describe, expect, it } from 'vitest';
import { normalForm } from '../../test/nix/normal-form.ts';
import { INVALID, UNDEFINED, VALID } from '../../test/nix/samples.ts';
import { growthOfTime, SUPER_LINEAR } from '../../test/support/growth.ts';
import { semanticErrors } from './check/errors.ts';
import { undefinedNames } from './check/names.ts';
import { parseNix } from './parse.ts';
import type { NixError, NixTree } from './syntax.ts';
import { textOf } from './tree.ts';

/** The tree in Nix's own normal form. */
function read(text: string): string {
  return normalForm(parseNix(text), '/folder/file.nix', '/home');
}

function errorsOf(text: string): readonly NixError[] {
  const tree = parseNix(text);
  return [...tree.errors, ...semanticErrors(tree)];
}

/** The names that the outermost set binds, with what they are bound to. */
function bindingsOf(tree: NixTree): readonly string[] {
  if (tree.root?.kind !== 'attrs') return [];
  return tree.root.bindings.map((binding) =>
    binding.kind === 'inherit'
      ? `inherit ${binding.names.map((name) => textOf(tree, name.span)).join(' ')}`
      : `${textOf(tree, binding.path.span)} = ${textOf(tree, binding.value.span)}`,
  );
}

describe('validity', () => {
  it.each(VALID)('accepts %j', (text) => {
    expect(errorsOf(text)).toEqual([]);
    expect(undefinedNames(parseNix(text))).toEqual([]);
  });

  it.each(INVALID)('rejects %j', (text) => {
    expect(errorsOf(text)).not.toEqual([]);
  });

  it.each(UNDEFINED)('of %j finds the undefined %s', (text, name) => {
    expect(errorsOf(text)).toEqual([]);
    const [found, ...more] = undefinedNames(parseNix(text));
    expect(more).toEqual([]);
    expect(found?.name).toBe(name);
    expect(text.slice(found?.span.start, found?.span.end)).toBe(name);
  });
});

describe('structure', () => {
  it.each([
    ['a: b: a b 1', '(a: (b: (a b 1)))'],
    ['a: b: c: a + b * c - a', '(a: (b: (c: (__sub (a + (__mul b c)) a))))'],
    ['a: !a ? b && -a ? c', '(a: ((! ((a) ? b)) && (((__sub 0 a)) ? c)))'],
    ['a: b: !a // b', '(a: (b: ((! a) // b)))'],
    ['a: b: !a + b', '(a: (b: (! (a + b))))'],
    ['a: b: c: a ++ b ++ c', '(a: (b: (c: (a ++ (b ++ c)))))'],
    ['a: b: c: a // b // c', '(a: (b: (c: (a // (b // c)))))'],
    ['a: b: c: a -> b -> c', '(a: (b: (c: (a -> (b -> c)))))'],
    ['a: b: a * !b + a', '(a: (b: (__mul a (! (b + a)))))'],
    ['a: b: c: a |> b |> c', '(a: (b: (c: (c (b a)))))'],
    ['a: b: c: a <| b <| c', '(a: (b: (c: (a (b c)))))'],
    ['a: a.b or a.c or 1 2', '(a: ((a).b or ((a).c or (1)) 2))'],
    ['a: a.b.c or 1', '(a: (a).b.c or (1))'],
    ['a: [ a.b or 1 a ]', '(a: [ ((a).b or (1)) (a) ])'],
    ['{ a.b = 1; a = { c = 2; }; }', '{ a = { b = 1; c = 2; }; }'],
    ['x: { a = ./b; inherit x; }', '(x: { inherit x; a = /folder/b; })'],
    ['{ b, a ? b, ... }@c: a', '({ a ? b, b, ... } @ c: a)'],
    ["''\n    a\n      b\n    ''", '"a\\n  b\\n"'],
    ["''\n\n  a\n  ''\\n  b''", '"\\na\\n\\nb"'],
    ['with { }; assert a; b', '(with { }; assert a; b)'],
    ['a: "x${a}\\ty"', '(a: ("x" + a + "\\ty"))'],
    ['a: ~/b/${a}.c', '(a: (/home/b/ + a + ".c"))'],
  ])('reads %j', (text, expected) => {
    expect(parseNix(text).errors).toEqual([]);
    expect(read(text)).toBe(expected);
  });

  it('has the spans of everything that an editor of the text needs', () => {
    const text = '{ a, b ? 1, ... } @ args: { inherit (a) c; d.e = [ b ]; }';
    const tree = parseNix(text);
    const { root } = tree;
    if (root?.kind !== 'lambda' || root.parameter.kind !== 'formals-parameter')
      throw new Error('no function');
    const { parameter, body } = root;
    const [first, second] = parameter.formals;
    const spans = [
      parameter.open,
      first?.comma,
      second?.question,
      second?.comma,
      parameter.ellipsis,
      parameter.close,
      parameter.alias?.at,
      root.colon,
    ];
    expect(spans.map((span) => span && textOf(tree, span))).toEqual([
      '{',
      ',',
      '?',
      ',',
      '...',
      '}',
      '@',
      ':',
    ]);
    if (body.kind !== 'attrs') throw new Error('no set');
    const [inherit, binding] = body.bindings;
    if (inherit?.kind !== 'inherit' || binding?.kind !== 'binding') throw new Error('no bindings');
    expect(textOf(tree, inherit.span)).toBe('inherit (a) c;');
    expect(textOf(tree, binding.span)).toBe('d.e = [ b ];');
    expect([binding.equals, binding.semicolon].map((span) => span && textOf(tree, span))).toEqual([
      '=',
      ';',
    ]);
    expect(binding.path.dots.map((dot) => textOf(tree, dot))).toEqual(['.']);
  });

  it('keeps comments', () => {
    const tree = parseNix('# one\n{ /* two */ a = 1; # three\r\n}');
    expect(tree.comments.map(({ kind, span }) => [kind, textOf(tree, span)])).toEqual([
      ['line', '# one'],
      ['block', '/* two */'],
      ['line', '# three'],
    ]);
  });
});

describe('broken texts', () => {
  it.each([
    ['a value is missing', '{ a = ; b = 2; }', ['a = ', 'b = 2']],
    ['only a name is typed', '{ a\n  b = 2; }', ['a = ', 'b = 2']],
    ['a path of names is being typed', '{ a.\n  b = 2; }', ['a. = ', 'b = 2']],
    ['a selection is being typed', '{ a = x.\n;  b = 2; }', ['a = x.', 'b = 2']],
    ['a semicolon is missing', '{ a = 1\n  b = 2; }', ['a = 1', 'b = 2']],
    ['an equals sign is missing', '{ a 1; b = 2; }', ['a = ', 'b = 2']],
    ['a name is missing', '{ = 1; b = 2; }', ['b = 2']],
    ['a list is not closed', '{ a = [ 1 2; b = 2; }', ['a = [ 1 2', 'b = 2']],
    ['a parenthesis is not closed', '{ a = (f x; b = 2; }', ['a = (f x', 'b = 2']],
    ['a parenthesis too many', '{ a = f x); b = 2; }', ['a = f x', 'b = 2']],
    ['a bracket too many', '{ a = [ x ]]; b = 2; }', ['a = [ x ]', 'b = 2']],
    ['a body is missing', '{ a = x: ; b = 2; }', ['a = x:', 'b = 2']],
    ['a branch is missing', '{ a = if x then y; b = 2; }', ['a = if x then y', 'b = 2']],
    ['an operand is missing', '{ a = x ++ ; b = 2; }', ['a = x ++', 'b = 2']],
    ['a function lacks its parentheses', '{ a = f x: x; b = 2; }', ['a = f x: x', 'b = 2']],
    ['an inherit lacks its semicolon', '{ inherit a\n  b = 2; }', ['inherit a', 'b = 2']],
    ['a string is not closed', '{\n  a = "x;\n  b = "y";\n}', ['a = "x', 'b = "y"']],
    [
      'a text is not closed',
      "{\n  a = ''\n    x\n  b = '' y '';\n}",
      ["a = ''\n    x", "b = '' y ''"],
    ],
    ['a stray character', '{ a = 1 % 2; b = 2; }', ['a = 1', 'b = 2']],
    [
      'a merge conflict',
      '{\n<<<<<<< HEAD\n  a = 1;\n=======\n  b = 2;\n>>>>>>> x\n  c = 3;\n}',
      ['c = 3'],
    ],
  ])('%s: the other binding stays', (_title, text, expected) => {
    const tree = parseNix(text);
    expect(tree.errors.length).toBeGreaterThan(0);
    const found = bindingsOf(tree);
    expect(found.slice(-expected.length)).toEqual(expected);
  });

  it('lets `in` close a set that is not closed', () => {
    const tree = parseNix('let a = { x = 1; in a');
    expect(tree.errors).toHaveLength(1);
    expect(tree.root?.kind).toBe('let');
    expect(tree.root?.kind === 'let' && textOf(tree, tree.root.body.span)).toBe('a');
  });

  it('reports one mistake once', () => {
    expect(parseNix('{ a = [ ( { b = 1; c = 2; }').errors).toHaveLength(1);
  });
});

describe('hostile texts', () => {
  const N = 100_000;

  it.each([
    ['brackets', '['],
    ['parentheses', '('],
    ['sets', '{a='],
    ['functions', 'a: '],
    ['operators', 'a ++ '],
    ['negations', '!'],
    ['arguments', 'a '],
    ['defaults', 'a.b or '],
    ['conditions', 'if '],
    ['branches', 'if a then b else '],
    ['interpolations', '"${'],
    ['lets', 'let a = '],
    ['formals', '{a?'],
    ['inherits', '{inherit ('],
  ])('%s without end are an error, not an overflow', (_title, piece) => {
    const tree = parseNix(piece.repeat(N));
    expect(tree.errors.map(({ message }) => message)).toEqual(['nested too deeply']);
    expect(tree.root).toBeNull();
  });

  it.each<[string, (n: number) => string]>([
    ['one long path of names', (n) => `a${'.b'.repeat(n)}`],
    ['one long path of names below each other', (n) => `a${'.\nb'.repeat(n)}`],
    ['numbers and dots', (n) => '1.1'.repeat(n)],
    ['names and signs', (n) => 'a+b-'.repeat(n)],
    ['schemes without address', (n) => 'a.b+'.repeat(n)],
    ['quotes', (n) => '"'.repeat(n)],
    ['unclosed comments', (n) => '/*\n'.repeat(n)],
    ['unclosed strings', (n) => '"\n'.repeat(n)],
    ['unclosed search paths', (n) => '<a'.repeat(n)],
    ['a long integer', (n) => '1'.repeat(n)],
  ])('%s cost linear time', (_title, text) => {
    expect(growthOfTime((size) => void parseNix(text(size)), N / 2)).toBeLessThan(SUPER_LINEAR);
  });

  it('reads what people nest', () => {
    const text = `${'('.repeat(100)}${'{ a = ['.repeat(50)} 1 ${']; }'.repeat(50)}${')'.repeat(100)}`;
    expect(parseNix(text).errors).toEqual([]);
  });
});

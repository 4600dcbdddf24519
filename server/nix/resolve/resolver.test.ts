import { describe, expect, it } from 'vitest';
import { textOf } from '../tree.ts';
import { FileLoader } from './files.ts';
import { Resolver } from './resolver.ts';
import type { Closure } from './scope.ts';

/** What the marked call's argument comes to: `MARK (…)` in `/p/default.nix`. */
function markedValue(text: string, others: Readonly<Record<string, string>> = {}): string {
  const files = new FileLoader(new Map([['/p/default.nix', text], ...Object.entries(others)]));
  const resolver = new Resolver(files);
  const entry = files.load('/p/default.nix');
  if (entry === null) throw new Error('no entry');
  let marked: Closure | null = null;
  for (const file of resolver.index(entry))
    resolver.walk(file, ({ expr, scope }) => {
      if (expr.kind !== 'apply' || expr.fn.kind !== 'identifier' || expr.fn.name !== 'MARK') return;
      marked = resolver.force({ expr: expr.arg, scope });
    });
  if (marked === null) throw new Error('no MARK');
  const { expr, scope } = marked as Closure;
  return textOf(scope.file.tree, expr.span);
}

describe('force', () => {
  it.each([
    ['a let', 'let a = b; b = "x"; in MARK a', '"x"'],
    ['an inner binding first', 'let a = 1; in let a = 2; in MARK a', '2'],
    ['a plain inherit', 'let a = 1; in { b = let inherit a; in MARK a; }', '1'],
    ['an inherit from a set', 'let s = { a = 1; }; inherit (s) a; in MARK a', '1'],
    ['a selection', 'let s = { a.b = 1; a.c = 2; }; in MARK s.a.c', '2'],
    ['a quoted name', 'let s = { "a b" = 1; }; in MARK s."a b"', '1'],
    ['a rec set', 'MARK (rec { a = b; b = 3; }).a', '3'],
    [
      'a plain set, whose names its values do not see',
      'let b = 1; in MARK { a = b; b = 2; }.a',
      '1',
    ],
    ['the right side of //', 'MARK ({ a = 1; } // { a = 2; }).a', '2'],
    ['the left side of //', 'MARK ({ a = 1; } // { b = 2; }).a', '1'],
    ['a call', 'let f = x: { y = x; }; in MARK (f 5).y', '5'],
    ['a call with formals', 'let f = { x, y ? 2 }: y; in MARK (f { x = 1; })', '2'],
    ['a whole argument', 'let f = { ... }@args: args.x; in MARK (f { x = 7; })', '7'],
    ['the argument of the only caller', 'let f = x: MARK x; in f 9', '9'],
    ['with', 'let s = { a = 1; }; in with s; MARK a', '1'],
    ['a lexical name before with', 'let a = 2; s = { a = 1; }; in with s; MARK a', '2'],
    ['parentheses, assert', 'MARK (assert true; (4))', '4'],
    ['pipe operators', 'MARK ({ a = 1; } |> (s: s.a))', '1'],
    ['pipe operators backwards', 'MARK ((s: s.a) <| { a = 2; })', '2'],
    ['pipe', 'lib: MARK (lib.pipe { a.b = 3; } [ (s: s.a) (s: s.b) ])', '3'],
    ['flip', 'lib: MARK (lib.flip (a: b: a) 1 2)', '2'],
    ['what fix makes, inside of it', 'lib: lib.fix (self: { a = 6; b = MARK self.a; })', '6'],
    ['what fix makes, outside of it', 'lib: MARK (lib.fix (self: { a = self.b; b = 7; })).a', '7'],
    ['a function of that name', 'let fix = f: 8; in MARK (fix (self: { }))', '8'],
    ['what is fixed without end', 'lib: MARK (lib.fix (self: self)).a', '(lib.fix (self: self)).a'],
    ['any attribute of genAttrs', 'lib: x: MARK (lib.genAttrs xs (name: { a = 4; })).${x}.a', '4'],
    [
      'a partial genAttrs',
      'lib: x: let all = lib.genAttrs xs; in MARK (all (name: name)).${x}',
      'x',
    ],
    [
      'an option that one module sets',
      '{ config, lib, ... }: { options.a = lib.mkOption { }; config.a = 5; config.b = MARK config.a; }',
      '5',
    ],
    [
      'the default of an option',
      '{ config, lib, ... }: let cfg = config.a; in { options.a.b = lib.mkOption { default = 6; }; config.c = MARK cfg.b; }',
      '6',
    ],
  ])('follows %s', (_name, text, value) => {
    expect(markedValue(text)).toBe(value);
  });

  it.each([
    ['a free name', 'MARK pkgs', 'pkgs'],
    ['a parameter', 'x: MARK x', 'x'],
    ['a parameter of two callers', 'let f = x: MARK x; in [ (f 1) (f 2) ]', 'x'],
    ['a default that a caller may replace', '{ x ? 1 }: MARK x', 'x'],
    ['itself', 'let a = a; in MARK a', 'a'],
    ['each other', 'let a = b.x; b = a.y; in MARK a', 'b.x'],
    ['a function that calls itself', 'let f = f f; in MARK (f f f)', 'f f f'],
    ['an unknown right side of //', 'x: MARK ({ a = 1; } // x).a', '({ a = 1; } // x).a'],
    ['an interpolated name', 'x: MARK { ${x} = 1; }.a', '{ ${x} = 1; }.a'],
    ['an if', 'MARK (if true then 1 else 2)', 'if true then 1 else 2'],
    ['functions of a list from elsewhere', 'fs: MARK (lib.pipe 1 fs)', 'lib.pipe 1 fs'],
    ['an option that nobody declares', '{ config }: { a = 1; b = MARK config.a; }', 'config.a'],
    [
      'an option that is set twice',
      '{ config, lib }: { options.a = lib.mkOption { }; config.a = 5; config.x = y: { a = 6; }; config.b = MARK config.a; }',
      'config.a',
    ],
    [
      'an option that depends on itself',
      '{ config, lib }: { options.a = lib.mkOption { }; config.a = config.a; config.b = MARK config.a; }',
      'config.a',
    ],
    [
      'the config of no module',
      'let f = { config, lib }: MARK config.a; in { options.a = lib.mkOption { default = 1; }; }',
      'config.a',
    ],
  ])('stops at %s', (_name, text, value) => {
    expect(markedValue(text)).toBe(value);
  });

  it('reads imported files, and knows what they are called with', () => {
    const overlay = '{ pkgs, x ? 3 }: [ (MARK pkgs) ]';
    expect(markedValue('import ./nix { pkgs = 1; }', { '/p/nix/default.nix': overlay })).toBe('1');
    expect(markedValue('p: p.callPackage ./o.nix { pkgs = 2; }', { '/p/o.nix': overlay })).toBe(
      '2',
    );
    expect(markedValue('MARK (import (./. + "/o.nix")).a', { '/p/o.nix': '{ a = 8; }' })).toBe('8');
  });

  it('takes a path without ./ for one that stands beside the file, and none of a home', () => {
    const files = { '/p/nix/o.nix': '{ a = 8; }', '/p/a.b/c-d.nix': '{ a = 9; }' };
    expect(markedValue('MARK (import nix/o.nix).a', files)).toBe('8');
    expect(markedValue('MARK (import a.b/c-d.nix).a', files)).toBe('9');
    expect(markedValue('MARK (import ~/nix/o.nix).a', files)).toBe('(import ~/nix/o.nix).a');
    expect(markedValue('MARK (import <nix/o.nix>).a', files)).toBe('(import <nix/o.nix>).a');
  });

  it('does not take the default of a formal that callPackage may fill', () => {
    expect(
      markedValue('p: p.callPackage ./o.nix { }', { '/p/o.nix': '{ zlib ? null }: MARK zlib' }),
    ).toBe('zlib');
  });

  it('says which files it lacks', () => {
    const files = new FileLoader(new Map([['/p/default.nix', 'import ./gone.nix']]));
    const resolver = new Resolver(files);
    const entry = files.load('/p/default.nix');
    expect(entry === null ? [] : resolver.index(entry)).toHaveLength(1);
    expect(files.wanted).toEqual(['/p/gone.nix']);
  });
});

/** What `MARK (…)` comes to for each caller of the function around it. */
function valuesPerCaller(text: string): readonly string[] {
  const files = new FileLoader(new Map([['/p/default.nix', text]]));
  const resolver = new Resolver(files);
  const entry = files.load('/p/default.nix');
  if (entry === null) throw new Error('no entry');
  resolver.index(entry);
  const found: string[] = [];
  resolver.walk(entry, ({ expr, scope }) => {
    if (expr.kind !== 'apply' || expr.fn.kind !== 'identifier' || expr.fn.name !== 'MARK') return;
    for (const each of resolver.perCaller({ expr: expr.arg, scope })) {
      const value = resolver.force(each);
      found.push(textOf(value.scope.file.tree, value.expr.span));
    }
  });
  return found;
}

describe('perCaller', () => {
  it.each([
    ['let f = x: MARK x; in [ (f 1) (f 2) ]', ['1', '2']],
    ['let f = n: x: let y = x; in MARK y; in [ (f "a" 1) (f "b" 2) ]', ['1', '2']],
    ['let f = { x, ... }: MARK x; in [ (f { x = 1; }) (f { x = 2; }) ]', ['1', '2']],
    // With one caller nothing has to be chosen, and without any there is none.
    ['let f = x: MARK x; in f 1', ['1']],
    ['{ f = x: MARK x; }', ['x']],
    ['let f = x: MARK 7; in [ (f 1) (f 2) ]', ['7', '7']],
  ])('%s', (text, expected) => {
    expect(valuesPerCaller(text)).toEqual(expected);
  });
});

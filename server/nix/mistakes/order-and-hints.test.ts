import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../text.ts';
import type { Find } from '../../../test/nix/mistakes.ts';
import {
  mistakesIn,
  onlyMistake,
  poetryCall,
  poetryOverlay,
  usesIn,
  uvOverlays,
} from '../../../test/nix/mistakes.ts';
import { findEditableOverlayOrder } from './editable-overlay-order.ts';
import { findOverlayBeforeLock } from './overlay-before-lock.ts';
import { findOverrideMissingOr } from './override-missing-or.ts';
import { findOverrideNameNotNormalised } from './override-name-not-normalised.ts';
import { findOverrideUndoneByDefaults } from './override-undone-by-defaults.ts';
import { findOverrideUnknownPackage } from './override-unknown-package.ts';

const undone: Find = (analysis) =>
  findOverrideUndoneByDefaults(
    analysis,
    (name, { list }) => name === 'psycopg2' && list === 'nativeBuildInputs',
  );
const unknown: Find = (analysis) =>
  findOverrideUnknownPackage(analysis, new Set(['foo']), usesIn(analysis));
const notNormalised: Find = (analysis) =>
  findOverrideNameNotNormalised(analysis, new Set(['my-pkg', '3to2']));
const missingOr: Find = (analysis) => findOverrideMissingOr(analysis, (name) => name === 'foo');

const beforeLock: Find = (analysis) =>
  findOverlayBeforeLock(analysis, new Set(['foo', 'bar', 'lock']), usesIn(analysis));

/** A user's overlay behind the lock, which sets a list of a package. */
function user(list: string, name = 'foo'): string {
  return uvOverlays(
    `lock (final: prev: { ${name} = prev.${name}.overrideAttrs (old: { ${list} }); })`,
  );
}

/** An overlay that two calls have, the second for the project in `folder`. */
function shared(folder: string): string {
  return `let
      overlay = final: prev: { bar = prev.bar.override { }; };
    in [ (poetry2nix.mkPoetryEnv { projectDir = ./.; overrides = [ overlay ]; })
      (poetry2nix.mkPoetryEnv { projectDir = ${folder}; overrides = [ overlay ]; }) ]`;
}

describe('override-undone-by-defaults', () => {
  const body =
    '{ psycopg2 = prev.psycopg2.overridePythonAttrs (o: { nativeBuildInputs = [ ]; }); }';

  it('before the defaults', () => {
    const { on, fixed } = onlyMistake(undone, poetryOverlay(body));
    expect(on).toBe('psycopg2');
    expect(fixed).toContain('pkgs.poetry2nix.defaultPoetryOverrides.extend (final:');
  });

  it('not behind them, nor of another list or package', () => {
    const extend = poetryCall(
      `pkgs.poetry2nix.defaultPoetryOverrides.extend (final: prev: ${body})`,
    );
    expect(mistakesIn(undone, extend)).toEqual([]);
    expect(mistakesIn(undone, poetryOverlay(body.replace('native', 'propagated')))).toEqual([]);
    expect(mistakesIn(undone, poetryOverlay(body.replaceAll('psycopg2', 'lxml')))).toEqual([]);
  });
});

describe('editable-overlay-order', () => {
  it('before the lock', () => {
    const { on, fixed } = onlyMistake(findEditableOverlayOrder, uvOverlays('editable lock'));
    expect(on).toBe('editable');
    expect(fixed).toContain('[ lock editable ]');
  });

  it('not behind the lock', () => {
    expect(mistakesIn(findEditableOverlayOrder, uvOverlays('lock editable'))).toEqual([]);
    expect(mistakesIn(findEditableOverlayOrder, uvOverlays('lock'))).toEqual([]);
  });
});

describe('overlay-before-lock', () => {
  const foo = '(final: prev: { foo = prev.foo.overrideAttrs (o: { x = 1; }); })';
  const hatch = '(final: prev: { hatchling = prev.hatchling.overrideAttrs (o: { x = 1; }); })';

  it('is moved behind it in a list', () => {
    const { on, fixed } = onlyMistake(
      beforeLock,
      uvOverlays(`${hatch}\n  ${foo}\n  lock editable`),
    );
    expect(on).toBe('final');
    expect(fixed).toContain(`${hatch}\n  lock\n  ${foo} editable`);
  });

  it('keeps its order among others', () => {
    const bar = foo.replaceAll('foo', 'bar');
    const text = uvOverlays(`${foo} ${bar} lock`);
    const [first, second, ...more] = mistakesIn(beforeLock, text);
    expect(more).toEqual([]);
    expect(second?.fix).toEqual(first?.fix);
    expect(applyEdits(text, first?.fix?.edits ?? [])).toContain(`[ lock ${foo} ${bar} ]`);
  });

  it('is exchanged with it in composeExtensions', () => {
    const text = uvOverlays(`(lib.composeExtensions own lock)`).replace(
      'editable =',
      `own = ${foo}; editable =`,
    );
    const { on, fixed } = onlyMistake(beforeLock, text);
    expect(on).toBe('own');
    expect(fixed).toContain('lib.composeExtensions lock own');
  });

  it('has no fix where the two stand apart', () => {
    const apart = uvOverlays('lock')
      .replace('in (pkgs', 'in ((pkgs')
      .replace('; }).overrideScope', `; }).overrideScope ${foo}).overrideScope`);
    expect(onlyMistake(beforeLock, apart)).toEqual({ on: 'final', fixed: null });
  });

  it('is none behind it, nor about packages that are not locked', () => {
    expect(mistakesIn(beforeLock, uvOverlays(`lock ${foo}`))).toEqual([]);
    expect(mistakesIn(beforeLock, uvOverlays(`${hatch} lock`))).toEqual([]);
    expect(mistakesIn(beforeLock, poetryOverlay('{ foo = prev.foo.override { }; }'))).toEqual([]);
  });
});

describe('override-unknown-package', () => {
  it('of a package that is nowhere', () => {
    expect(onlyMistake(unknown, poetryOverlay('{ bar = prev.bar.override { }; }')).on).toBe('bar');
  });

  it('not of an overlay that another project has too', () => {
    expect(mistakesIn(unknown, shared('./.'))).toHaveLength(1);
    expect(mistakesIn(unknown, shared('./other'))).toEqual([]);
    expect(mistakesIn(unknown, shared('elsewhere'))).toEqual([]);
  });

  it('not of a file with an overlay alone, which may be nixpkgs’ own', () => {
    const alone = '{ lib }: final: prev: { bar = prev.bar.overridePythonAttrs (old: { x = 1; }); }';
    expect(mistakesIn(unknown, alone)).toEqual([]);
    expect(mistakesIn(unknown, alone.replace('PythonAttrs', 'Attrs'))).toEqual([]);
  });

  it('not under a condition', () => {
    const body = '{ } // lib.optionalAttrs x { bar = prev.bar.override { }; }';
    expect(mistakesIn(unknown, poetryOverlay(body))).toEqual([]);
  });

  it.each([
    '{ foo = prev.foo.override { }; }',
    '{ Foo = prev.Foo.override { }; }',
    '{ bar = pkgs.python3Packages.bar; }',
    '{ bar = null; }',
    '{ bar = prev.foo.override { }; }',
  ])('not in %s', (body) => {
    expect(mistakesIn(unknown, poetryOverlay(body))).toEqual([]);
  });
});

describe('override-name-not-normalised', () => {
  it('of a locked package', () => {
    const { on, fixed } = onlyMistake(
      notNormalised,
      poetryOverlay('{ My_Pkg = prev.My_Pkg.override { }; }'),
    );
    expect(on).toBe('My_Pkg');
    expect(fixed).toContain('{ my-pkg = prev.my-pkg.override { }; }');
  });

  it.each(['{ my-pkg = prev.my-pkg; }', '{ Other_Pkg = prev.Other_Pkg; }'])('not in %s', (body) => {
    expect(mistakesIn(notNormalised, poetryOverlay(body))).toEqual([]);
  });

  it.each([
    'python3.override { packageOverrides = f: p: { my_pkg = p.my_pkg.override { }; }; }',
    '{ lib }: f: p: { my_pkg = p.my_pkg.overridePythonAttrs (old: { x = 1; }); }',
  ])('not in nixpkgs’ own set, where such names are right: %s', (text) => {
    expect(mistakesIn(notNormalised, text)).toEqual([]);
  });
});

describe('override-missing-or', () => {
  it('of an sdist', () => {
    const { on, fixed } = onlyMistake(
      missingOr,
      user('buildInputs = old.buildInputs ++ [ pkgs.zlib ];'),
    );
    expect(on).toBe('old.buildInputs');
    expect(fixed).toContain('buildInputs = (old.buildInputs or [ ]) ++ [');
  });

  it.each([
    ['an or', user('buildInputs = (old.buildInputs or [ ]) ++ [ ];')],
    ['a list that is there', user('nativeBuildInputs = old.nativeBuildInputs ++ [ ];')],
    ['a wheel', user('buildInputs = old.buildInputs ++ [ ];', 'bar')],
    [
      'an overlay that is not seen',
      user('buildInputs = old.buildInputs ++ [ ];').replace(
        'lock (',
        'lock (hammer.overrides pkgs) (',
      ),
    ],
    [
      'poetry2nix',
      poetryOverlay(
        '{ foo = prev.foo.overridePythonAttrs (old: { buildInputs = old.buildInputs ++ [ ]; }); }',
      ),
    ],
  ])('not with %s', (_title, text) => {
    expect(mistakesIn(missingOr, text)).toEqual([]);
  });
});

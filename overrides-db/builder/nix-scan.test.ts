import { describe, expect, it } from 'vitest';
import { identifiers, scanBindings, stringLiterals } from './nix-scan.ts';

const text = `
let helper = x: x; in [
  (final: prev: {
    # foo = no;
    foo = prev.foo.overridePythonAttrs (old: { buildInputs = [ pkgs.zlib ]; });
    "b.ar" = if a == b then "x = y; { " else ''
      baz = "not a binding";
      ''\${pkgs.thing}
    '';
    /* qux = no; */
    qux = { inherit (pkgs) a; n = 1; };
  })
]`;

describe('scanBindings', () => {
  it('tells bindings from strings, comments and comparisons', () => {
    const bindings = scanBindings(text);
    expect(bindings.map(({ name, depth }) => [name, depth])).toEqual([
      ['helper', 0],
      ['foo', 3],
      ['buildInputs', 5],
      ['b.ar', 3],
      ['qux', 3],
      ['n', 4],
    ]);
    const foo = bindings.find(({ name }) => name === 'foo');
    expect(text.slice(foo?.start, foo?.end)).toBe(
      'foo = prev.foo.overridePythonAttrs (old: { buildInputs = [ pkgs.zlib ]; })',
    );
  });

  it('tells the semicolons of inherit, with and assert from that of the binding around them', () => {
    const nested = '{ foo = let inherit (x) y; in assert y; with x; bar "1.0"; baz = 1; }';
    const [foo, baz] = scanBindings(nested);
    expect(nested.slice(foo?.start, foo?.end)).toContain('"1.0"');
    expect(baz?.name).toBe('baz');
  });

  it('survives what is no Nix', () => {
    expect(scanBindings('}}} = ;;; ((("')).toEqual([]);
  });
});

describe('stringLiterals', () => {
  it('takes those without interpolation', () => {
    expect(stringLiterals('"1.0" + "a${b}c" + "q\\"uote"')).toEqual(['1.0', 'q\\"uote']);
  });
});

describe('identifiers', () => {
  it('takes each once, sorted', () => {
    expect(identifiers('b.a-c b 1x')).toEqual(['a-c', 'b', 'x']);
  });
});

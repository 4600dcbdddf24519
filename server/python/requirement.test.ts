import { describe, expect, it } from 'vitest';
import { formatConstraint } from './format-constraint.ts';
import { formatMarker } from './marker.ts';
import { parsePoetryRequirement } from './poetry-requirement.ts';
import { parseRequirement } from './requirement.ts';

describe('parseRequirement', () => {
  it('keeps where its parts stand', () => {
    const text = ` Foo_Bar [ one, two ] ( >=1.0 , <2 ) ; os_name == "nt" `;
    const found = parseRequirement(text);
    if ('problem' in found) throw new Error(found.problem);
    const { name, extras, specifier, url, marker } = found;
    const parts = [name, ...extras, specifier, marker].filter((part) => part !== null);
    expect(parts.map((part) => part.text)).toEqual([
      'Foo_Bar',
      'one',
      'two',
      '>=1.0 , <2',
      'os_name == "nt"',
    ]);
    for (const { text: part, span } of parts) expect(text.slice(span.start, span.end)).toBe(part);
    expect(url).toBeNull();
    expect(specifier?.parsed.clauses.map(({ span }) => span)).toEqual([
      { start: 0, end: 5 },
      { start: 8, end: 10 },
    ]);
  });

  it.each([
    ['a', null, null, null],
    ['a>=1', '>=1', null, null],
    ['a ( )', null, null, null],
    ['a[]==1.*', '==1.*', null, null],
    ['a>=1,', '>=1,', null, null],
    ['a===1 ; extra == "x"', '===1', null, 'extra == "x"'],
    ['a@https://h/x;y', null, 'https://h/x;y', null],
    ['a @ ../x ; extra == "x"', null, '../x', 'extra == "x"'],
    ['a;os_name=="nt"', null, null, 'os_name == "nt"'],
  ])('reads %s', (text, specifier, url, marker) => {
    const found = parseRequirement(text);
    if ('problem' in found) throw new Error(found.problem);
    expect([
      found.specifier?.text ?? null,
      found.url?.text ?? null,
      found.marker === null ? null : formatMarker(found.marker.parsed),
    ]).toEqual([specifier, url, marker]);
  });

  it.each([
    ['', 0],
    ['>=1', 0],
    ['a b', 2],
    ['a^1', 1],
    ['a>=1 <2', 5],
    ['a (>=1', 2],
    ['a[b', 1],
    ['a[b c]', 4],
    ['a[b,]', 4],
    ['a>=1.*', 1],
    ['a>=1+local', 1],
    ['a==1.0a1.*', 1],
    ['a @', 3],
    ['a @ https://h x', 14],
    ['a; python_version', 17],
    ['a; os_name == "nt" x', 19],
    ['git+https://h/a', 3],
    ['./local', 0],
  ])('has a problem with %j at %i', (text, start) => {
    const found = parseRequirement(text);
    expect('problem' in found ? found.span.start : null).toBe(start);
  });
});

describe('parsePoetryRequirement', () => {
  it.each([
    ['a>=3.*', '>=3', null, null],
    ['a (>= 1.0, < 2)', '>=1.0,<2', null, null],
    ['A_b[x,y]~=1.4 ;os_name=="nt"', '>=1.4,<2.0', null, 'os_name == "nt"'],
    ['a @ file:///x.whl ; extra == "x"', null, 'file:///x.whl', 'extra == "x"'],
    ['a@b', null, 'b', null],
    [`a; '3.6'inpython_version`, null, null, '"3.6" in python_version'],
  ])('reads %s', (text, constraint, url, marker) => {
    const found = parsePoetryRequirement(text);
    if ('problem' in found) throw new Error(found.problem);
    expect([
      found.constraint === null ? null : formatConstraint(found.constraint.parsed),
      found.url?.text ?? null,
      found.marker === null ? null : formatMarker(found.marker.parsed),
    ]).toEqual([constraint, url, marker]);
  });

  it.each([
    ['', 0],
    ['a()', 2],
    ['a>=1,', 5],
    ['a>=2,<1', 1],
    ['a===1', 1],
    ['a>=x', 1],
    ['a[x,]', 4],
    ['a[x', 1],
    ['a (>=1', 2],
    ['a @ file:/x', 4],
    ['a >=1 <2', 6],
    ['a; os_name', 10],
    ['a; os_name == "x" y', 18],
  ])('has a problem with %j at %i', (text, start) => {
    const found = parsePoetryRequirement(text);
    expect('problem' in found ? found.span.start : null).toBe(start);
  });
});

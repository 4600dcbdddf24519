import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allows,
  allowsAll,
  allowsAny,
  complement,
  difference,
  intersect,
  isEmpty,
  union,
} from './constraint.ts';
import { markerEnvironment } from './environment.ts';
import { formatConstraint } from './format-constraint.ts';
import {
  andMarkers,
  evaluateMarker,
  formatMarker,
  markerReachable,
  parseMarker,
  simplifyMarker,
} from './marker.ts';
import type { Marker } from './marker.ts';
import type { Constraint, MarkerEnvironment, SyntaxProblem, Version } from './model.ts';
import { normalizeName } from './names.ts';
import { parsePoetryConstraint } from './poetry-constraint.ts';
import { evaluatePoetryMarker, parsePoetryMarker } from './poetry-marker.ts';
import { parsePoetryRequirement } from './poetry-requirement.ts';
import { parseRequirement } from './requirement.ts';
import { parseSpecifiers } from './specifier.ts';
import { parseSdistFilename, parseWheelFilename } from './tags.ts';
import { compareVersions, parseVersion } from './version.ts';

const release = fc
  .array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join('.'));

const pre = fc.constantFrom('', '', '', 'a1', 'b0', 'rc2', '.dev0', '.dev3', 'a1.dev1');

/** Without post-releases and local parts: with those PEP 440's exclusive bounds are no set algebra. */
const plainText = fc.tuple(release, pre).map((parts) => parts.join(''));

const versionText = fc
  .tuple(
    fc.constantFrom('', '', '', '1!'),
    release,
    fc.constantFrom('', '', 'a1', 'b2', 'rc1'),
    fc.constantFrom('', '', '.post0', '.post2'),
    fc.constantFrom('', '', '.dev0', '.dev2'),
    fc.constantFrom('', '', '', '+abc', '+1.x', '+5e3'),
  )
  .map((parts) => parts.join(''));

const version = versionText.map(readVersion);

const plainVersion = plainText.map(readVersion);

const clauseText = fc.oneof(
  fc
    .tuple(fc.constantFrom('>=', '<', '>', '<=', '==', '!=', '^', '~', '~=', ''), plainText)
    .map((parts) => parts.join('')),
  fc
    .tuple(fc.constantFrom('', '==', '!='), release)
    .map(([operator, text]) => `${operator}${text}.*`),
);

const constraintText = fc
  .array(
    fc.array(clauseText, { minLength: 1, maxLength: 3 }).map((all) => all.join(',')),
    { minLength: 1, maxLength: 3 },
  )
  .map((alternatives) => alternatives.join(' || '));

const constraint = constraintText.map(readConstraint);

function readVersion(text: string): Version {
  const parsed = parseVersion(text);
  if (parsed === null) throw new Error(text);
  return parsed;
}

function readConstraint(text: string): Constraint {
  const parsed = parsePoetryConstraint(text);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return parsed;
}

describe('versions', () => {
  it('keep their normal form', () => {
    fc.assert(
      fc.property(version, (each) => {
        expect(parseVersion(each.text)).toEqual(each);
      }),
    );
  });

  it('are ordered', () => {
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        expect(Math.sign(compareVersions(a, b))).toBe(-Math.sign(compareVersions(b, a)) + 0);
        const [low, middle, high] = [a, b, c].toSorted(compareVersions);
        if (low === undefined || middle === undefined || high === undefined) throw new Error();
        expect(compareVersions(low, high)).toBeLessThanOrEqual(0);
        expect(compareVersions(low, middle)).toBeLessThanOrEqual(0);
      }),
    );
  });
});

describe('constraints', () => {
  it('are sets', () => {
    fc.assert(
      fc.property(constraint, constraint, plainVersion, (a, b, each) => {
        const [inA, inB] = [allows(a, each), allows(b, each)];
        expect(allows(intersect(a, b), each)).toBe(inA && inB);
        expect(allows(union(a, b), each)).toBe(inA || inB);
        expect(allows(complement(a), each)).toBe(!inA);
        expect(allows(difference(a, b), each)).toBe(inA && !inB);
      }),
      { numRuns: 500 },
    );
  });

  it('agree in what they say of each other', () => {
    fc.assert(
      fc.property(constraint, constraint, (a, b) => {
        expect(allowsAny(a, b)).toBe(!isEmpty(intersect(a, b)));
        expect(allowsAny(a, b)).toBe(allowsAny(b, a));
        expect(allowsAll(a, b)).toBe(isEmpty(difference(b, a)));
        expect(allowsAll(union(a, b), a)).toBe(true);
        expect(allowsAll(a, intersect(a, b))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('have ascending ranges that do not meet', () => {
    fc.assert(
      fc.property(constraint, constraint, (a, b) => {
        const { ranges } = union(a, b);
        for (const [index, { min }] of ranges.entries()) {
          const before = ranges[index - 1];
          if (before === undefined) continue;
          if (before.max === null || min === null) throw new Error('an open bound in the middle');
          expect(compareVersions(before.max, min)).toBeLessThanOrEqual(0);
        }
      }),
    );
  });

  // Poetry prints `1.*` of every epoch alike, and a raw `<2` (which `!=2` and differences leave) as `<2`.
  it('are printed as they are read', () => {
    fc.assert(
      fc.property(constraintText, (text) => {
        const printed = formatConstraint(readConstraint(text));
        if (printed === '<empty>') return;
        expect(formatConstraint(readConstraint(printed))).toBe(printed);
      }),
    );
  });
});

const pythonText = fc.constantFrom(
  '2.7',
  '3',
  '3.7',
  '3.8',
  '3.9',
  '3.10',
  '3.8.1',
  '3.9.0',
  '3.10.4',
  '4.0',
);

const quoted = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  text.map((each) => `"${each}"`);

const comparisonText = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('python_version', 'python_full_version'),
      fc.constantFrom('==', '!=', '<', '<=', '>', '>='),
      quoted(pythonText),
    )
    .map((parts) => parts.join(' ')),
  fc
    .tuple(
      quoted(pythonText),
      fc.constantFrom('==', '!=', '<', '<=', '>', '>='),
      fc.constantFrom('python_version', 'python_full_version'),
    )
    .map((parts) => parts.join(' ')),
  fc
    .tuple(
      fc.constantFrom('python_version', 'python_full_version'),
      fc.constantFrom('in', 'not in'),
      quoted(fc.array(pythonText, { minLength: 1, maxLength: 3 }).map((all) => all.join(', '))),
    )
    .map((parts) => parts.join(' ')),
  fc
    .tuple(
      fc.constantFrom('sys_platform', 'os_name', 'platform_machine'),
      fc.constantFrom('==', '!=', 'in', 'not in'),
      quoted(fc.constantFrom('linux', 'darwin', 'win32', 'posix', 'nt', 'x86_64', 'linux, darwin')),
    )
    .map((parts) => parts.join(' ')),
  fc
    .tuple(fc.constantFrom('==', '!='), quoted(fc.constantFrom('a', 'b')))
    .map(([operator, extra]) => `extra ${operator} ${extra}`),
);

const { markerText } = fc.letrec<{ markerText: string; nested: string }>((tie) => ({
  nested: tie('markerText').map((text) => `(${text})`),
  markerText: fc
    .array(
      fc.tuple(
        fc.oneof({ maxDepth: 3 }, comparisonText, tie('nested')),
        fc.constantFrom(' and ', ' or '),
      ),
      { minLength: 1, maxLength: 3 },
    )
    .map((parts) => parts.map(([text, link], at) => (at === 0 ? text : link + text)).join('')),
}));

const environment = fc
  .tuple(
    fc.constantFrom('x86_64-linux' as const, 'aarch64-darwin' as const, 'x86_64-windows' as const),
    fc.constantFrom('2.7.18', '3.7.0', '3.8.1', '3.9.0rc1', '3.9.0', '3.9.7', '3.10.4', '4.0.0'),
    fc.constantFrom('', 'a', 'b'),
  )
  .map(([platform, python, extra]): MarkerEnvironment => ({
    ...markerEnvironment(platform, python),
    extra,
  }));

function readMarker(text: string): Marker {
  const parsed = parseMarker(text);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return parsed;
}

describe('markers', () => {
  it('hold where they are printed', () => {
    fc.assert(
      fc.property(markerText, environment, (text, where) => {
        const marker = readMarker(text);
        const again = readMarker(formatMarker(marker));
        expect(formatMarker(again)).toBe(formatMarker(marker));
        expect(evaluateMarker(again, where)).toBe(evaluateMarker(marker, where));
      }),
      { numRuns: 500 },
    );
  });

  it('hold where they are simplified, for the Pythons in question', () => {
    fc.assert(
      fc.property(markerText, constraint, environment, (text, pythons, where) => {
        if (!allows(pythons, readVersion(where.python_full_version))) return;
        const marker = readMarker(text);
        const simple = simplifyMarker(marker, pythons);
        const holds =
          typeof simple === 'string' ? simple === 'always' : evaluateMarker(simple, where);
        expect([text, formatConstraint(pythons), holds]).toEqual([
          text,
          formatConstraint(pythons),
          evaluateMarker(marker, where),
        ]);
      }),
      { numRuns: 3000 },
    );
  });

  it('that hold somewhere can be reached', () => {
    fc.assert(
      fc.property(markerText, environment, (text, where) => {
        const marker = readMarker(text);
        const forPoetry = parsePoetryMarker(text);
        const holdsForPoetry =
          forPoetry !== null && !('problem' in forPoetry) && evaluatePoetryMarker(forPoetry, where);
        if (evaluateMarker(marker, where) !== true && !holdsForPoetry) return;
        const python = readConstraint(where.python_full_version);
        expect([text, markerReachable(marker, { python })]).toEqual([text, true]);
        expect(markerReachable(marker, { python, environments: [where] })).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it('are joined', () => {
    fc.assert(
      fc.property(markerText, markerText, environment, (a, b, where) => {
        const both = andMarkers(readMarker(a), readMarker(b));
        expect(both !== null && evaluateMarker(both, where)).toBe(
          evaluateMarker(readMarker(a), where) === true &&
            evaluateMarker(readMarker(b), where) === true,
        );
      }),
    );
  });
});

it('normalising a name twice is normalising it once', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      expect(normalizeName(normalizeName(name))).toBe(normalizeName(name));
    }),
  );
});

function isProblem(answer: object): answer is SyntaxProblem {
  return 'problem' in answer;
}

describe('on any text', () => {
  const readers = [
    parseVersion,
    parsePoetryConstraint,
    parseSpecifiers,
    parseMarker,
    parsePoetryMarker,
    parseRequirement,
    parsePoetryRequirement,
    parseWheelFilename,
    parseSdistFilename,
  ] as const;

  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc
      .array(
        fc.oneof(
          clauseText,
          comparisonText,
          fc.constantFrom(
            ',',
            ' ',
            '||',
            '(',
            ')',
            '[',
            ']',
            ';',
            '@',
            '"',
            "'",
            '\\',
            'and',
            'name',
            '\n',
          ),
        ),
        { maxLength: 12 },
      )
      .map((parts) => parts.join('')),
  );

  it('readers answer, and problems lie in the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const read of readers) {
          const answer: object | null = read(text);
          if (answer === null || !isProblem(answer)) continue;
          const { span } = answer;
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.start).toBeLessThanOrEqual(span.end);
          expect(span.end).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

import { isAny } from './constraint.ts';
import { comparison, markerOf } from './marker-format.ts';
import { joined, type Marker, type MarkerExpression } from './marker-syntax.ts';
import type { Constraint, SyntaxProblem, Version, VersionRange } from './model.ts';
import { parseGenericConstraint } from './generic-constraint.ts';
import { isPoint } from './ranges.ts';
import { isPrerelease, withParts } from './version.ts';

/**
 * The condition that a dependency's `python` key stands for, as Poetry writes it: `python_version`
 * for bounds of one or two numbers, `python_full_version` for longer ones. Null for any Python.
 */
export function pythonConstraintToMarker(python: Constraint): Marker | null {
  if (isAny(python)) return null;
  const alternatives = python.ranges.map((range) => joined('and', conditionsOf(range)));
  return markerOf(
    alternatives.length === 0 ? comparison('python_version', '<', '0') : joined('or', alternatives),
  );
}

/** The condition that a dependency's `platform` key stands for: `linux`, `!=win32`, `darwin || linux`. Null for `*`. */
export function platformToMarker(text: string): Marker | SyntaxProblem | null {
  const platforms = parseGenericConstraint(text);
  if ('problem' in platforms) return platforms;
  if (platforms.some((all) => all.length === 0)) return null;
  const alternatives = platforms.map((all) =>
    joined(
      'and',
      all.map(({ operator, value }) => comparison('sys_platform', operator, value)),
    ),
  );
  return markerOf(joined('or', alternatives));
}

function conditionsOf(range: VersionRange): readonly MarkerExpression[] {
  if (isPoint(range)) return [comparison(variableFor(range.min), '==', range.min.text)];
  const conditions: MarkerExpression[] = [];
  if (range.min !== null) conditions.push(bound(range.min, range.includeMin ? '>=' : '>'));
  if (range.max !== null) conditions.push(bound(range.max, range.includeMax ? '<=' : '<'));
  return conditions;
}

/** `python_version > "3.6"` would leave out all of 3.6, so `>` and `<=` are asked of the full version. */
function bound(version: Version, operator: '>=' | '>' | '<=' | '<'): MarkerExpression {
  const { release, post, pre } = version;
  if (release.length < 3 && (operator === '>' || operator === '<=')) {
    const padded = [...release, 0, 0].slice(0, 3);
    return comparison(
      'python_full_version',
      operator,
      withParts(version, { release: padded }).text,
    );
  }
  const stable = isPrerelease(version)
    ? withParts(version, { pre: null, post: pre === null ? post : null, dev: null, local: null })
    : version;
  return comparison(variableFor(version), operator, stable.text);
}

function variableFor({ release }: Version): string {
  return release.length >= 3 ? 'python_full_version' : 'python_version';
}

import type { ManifestFix, ManifestProblem, SpannedText } from '../model.ts';
import { nearestName } from '../nearest-name.ts';
import { asTexts, valueOf } from '../toml-access.ts';
import type { CheckContext } from './context.ts';
import table from './trove-classifiers.json' with { type: 'json' };

const SEPARATOR = ' :: ';

interface Classifiers {
  readonly known: ReadonlySet<string>;
  readonly deprecated: ReadonlyMap<string, readonly string[]>;
  /** What stands before the last part of a known classifier, and those last parts. */
  readonly children: ReadonlyMap<string, readonly string[]>;
}

let made: Classifiers | null = null;

/** Made when first asked: most sessions start without a classifier in sight. */
function trove(): Classifiers {
  return (made ??= {
    known: new Set(table.classifiers),
    deprecated: new Map(Object.entries(table.deprecated)),
    children: childrenByParent(table.classifiers),
  });
}

/**
 * `unknown-classifier` and `deprecated-classifier`: trove classifiers that PyPI does not take, as
 * `poetry check` says. A classifier may be newer than the list here, so one that a known parent has
 * is reported only where it is a misspelling of another.
 */
export function checkClassifiers({ poetry, project }: CheckContext): ManifestProblem[] {
  const own = asTexts(valueOf(project?.table, 'classifiers'));
  const classifiers = own.length > 0 ? own : asTexts(valueOf(poetry?.table, 'classifiers'));
  return classifiers.flatMap((classifier) => problemOf(classifier));
}

/** Every classifier that PyPI takes and does not deprecate. */
export function currentClassifiers(): readonly string[] {
  return table.classifiers.filter((each) => !trove().deprecated.has(each));
}

function problemOf(classifier: SpannedText): ManifestProblem[] {
  const { text, span } = classifier;
  const { known, deprecated, children } = trove();
  if (known.has(text) || text.startsWith('Private ::')) return [];
  const replacements = deprecated.get(text);
  if (replacements !== undefined) {
    const advice =
      replacements.length === 0
        ? 'Must be removed.'
        : `Must be replaced by [${replacements.map((each) => `'${each}'`).join(', ')}].`;
    const message = `Deprecated classifier '${text}'. ${advice}`;
    const only = replacements.length === 1 ? (replacements[0] ?? null) : null;
    return [
      { code: 'deprecated-classifier', message, span, package: null, ...fixTo(only, classifier) },
    ];
  }
  const meant = misspelt(text);
  const parent = parentOf(text);
  if (meant === null && parent !== '' && children.has(parent)) return [];
  const message = `Unrecognized classifiers: ['${text}'].`;
  return [
    { code: 'unknown-classifier', message, span, package: null, ...fixTo(meant, classifier) },
  ];
}

function fixTo(meant: string | null, { span }: SpannedText): { fix?: ManifestFix } {
  if (meant === null) return {};
  return { fix: { title: `Change to ${meant}`, edits: [{ span, newText: meant }] } };
}

/** The classifier of the same parent that is written almost so; other digits make another one, not a slip. */
function misspelt(text: string): string | null {
  const parent = parentOf(text);
  const last = text.slice(parent === '' ? 0 : parent.length + SEPARATOR.length);
  const siblings = (trove().children.get(parent) ?? []).filter(
    (each) => digitsOf(each) === digitsOf(last),
  );
  const byCase = siblings.find((each) => each.toLowerCase() === last.trim().toLowerCase());
  const near = byCase ?? nearestName(last, siblings);
  if (near === null) return null;
  const meant = parent === '' ? near : `${parent}${SEPARATOR}${near}`;
  return trove().known.has(meant) ? meant : null;
}

function digitsOf(text: string): string {
  return text.replaceAll(/\D/g, '');
}

function parentOf(classifier: string): string {
  const end = classifier.lastIndexOf(SEPARATOR);
  return end === -1 ? '' : classifier.slice(0, end);
}

/** A parent is not always a classifier itself: no `Programming Language :: Python :: Implementation` is. */
function childrenByParent(classifiers: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const children = new Map<string, string[]>();
  for (const classifier of classifiers) {
    const parts = classifier.split(SEPARATOR);
    for (const [depth, part] of parts.entries()) {
      const parent = parts.slice(0, depth).join(SEPARATOR);
      const known = children.get(parent) ?? [];
      if (!known.includes(part)) known.push(part);
      children.set(parent, known);
    }
  }
  return children;
}

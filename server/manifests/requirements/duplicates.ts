import type { Dependency, ManifestProblem } from '../model.ts';

/** Lines that say again what a line above says. pip takes them for one. */
export function duplicateLines(
  dependencies: readonly Dependency[],
  text: string,
): readonly ManifestProblem[] {
  const seen = new Set<string>();
  return dependencies.flatMap((dependency) => {
    const key = keyOf(dependency);
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    const { name, normalized, nameSpan, span } = dependency;
    const line = wholeLine(text, span);
    return [
      {
        code: 'duplicate-dependency',
        message: `${name} is asked for in the same way above.`,
        span: nameSpan,
        package: normalized,
        severity: 'hint',
        ...(line === null
          ? {}
          : {
              fix: {
                title: 'Remove the line',
                edits: [{ span: line, newText: '' }],
                isSafe: true,
              },
            }),
      },
    ];
  });
}

function keyOf({ normalized, constraint, marker, extras, reference }: Dependency): string {
  return JSON.stringify([
    normalized,
    constraint?.text.replaceAll(' ', ''),
    marker?.text,
    extras.map(({ name }) => name),
    reference?.location,
  ]);
}

/** With its line end; null where something else stands on it, such as options or a comment. */
function wholeLine(text: string, { start, end }: Dependency['span']): Dependency['span'] | null {
  if (start > 0 && text[start - 1] !== '\n') return null;
  const rest = /^\r?\n|^$/.exec(text.slice(end, end + 2));
  return rest === null ? null : { start, end: end + rest[0].length };
}

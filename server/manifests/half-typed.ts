import type { TomlDocument, TomlSection } from '../toml/model.ts';

/**
 * Whether all errors of a `pyproject.toml` are in declarations of dependencies, as while one is typed.
 * The declarations that could be read then count whatever the others say: where a table starts is
 * known, and no setting of how packages are built is missing. A merge conflict or a string of several
 * lines leaves in doubt what is declared at all.
 */
export function lacksOnlyDependencies({ errors, sections, text }: TomlDocument): boolean {
  return [...sectionsWith(errors, sections)].every(
    (section) =>
      declaresDependencies(section) &&
      !IN_DOUBT.test(text.slice(section.span.start, section.span.end)),
  );
}

/** The sections that errors start in, each once; both lists are in the text's order. */
function sectionsWith(
  errors: TomlDocument['errors'],
  sections: readonly TomlSection[],
): ReadonlySet<TomlSection> {
  const found = new Set<TomlSection>();
  let at = 0;
  for (const { span } of errors) {
    while ((sections[at + 1]?.span.start ?? Infinity) <= span.start) at += 1;
    const section = sections[at];
    if (section !== undefined) found.add(section);
  }
  return found;
}

const IN_DOUBT = /^(?:<{7}|\|{7}|={7}|>{7})|"""|'''/m;

/** `[project]` has more than dependencies, of which what is absent only leaves more open. */
function declaresDependencies({ path }: TomlSection): boolean {
  const [first, second, third, fourth, fifth] = path ?? [];
  if (first === 'project') return second === undefined || second === 'optional-dependencies';
  if (first === 'dependency-groups') return second === undefined;
  if (first !== 'tool' || second !== 'poetry') return false;
  if (third === 'group') return fourth !== undefined && fifth === 'dependencies';
  return third === 'dependencies' || third === 'dev-dependencies';
}

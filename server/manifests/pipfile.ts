import { normalizeName } from '../python/names.ts';
import { parsePoetryConstraint } from '../python/poetry-constraint.ts';
import type { TomlDocument, TomlEntry, TomlTable } from '../toml/model.ts';
import { pipfileProblems } from './checks/pipfile.ts';
import { isProblem } from '../python/problem.ts';
import type { DeclaredConstraint, Group, Manifest, SpannedText } from './model.ts';
import { readPipfilePackage } from './pipfile-package.ts';
import { asEntries, asItems, asTable, asText, tableAt, valueOf } from './toml-access.ts';

/**
 * The sections of a Pipfile that are not categories of packages (plette, `PIPFILE_SECTIONS`), and
 * settings of formatters, which Pipenv itself takes for one.
 */
const OTHER_SECTIONS = new Set(['source', 'requires', 'scripts', 'pipfile', 'pipenv', 'tool']);

/**
 * Reads a `Pipfile`, valid or not: `[packages]`, `[dev-packages]` and categories of other names.
 * `[packages]` is the group `main`, `[dev-packages]` is `dev`. `file` is its absolute path.
 */
export function readPipfile(file: string, document: TomlDocument): Manifest {
  const { root } = document;
  const categories = [...root.entries.values()].filter(
    ({ key, value }) => value.kind === 'table' && !OTHER_SECTIONS.has(key),
  );
  const manifest: Omit<Manifest, 'problems'> = {
    kind: 'pipfile',
    file,
    complete: document.errors.length === 0,
    tool: 'pipenv',
    name: null,
    version: null,
    dependencies: categories.flatMap((category) =>
      asEntries(category.value).map((entry) => readPipfilePackage(entry, groupName(category.key))),
    ),
    requiresPython: readPython(tableAt(root, 'requires')),
    projectRequiresPython: null,
    groups: categories.filter(({ key }) => key !== 'packages').map(readGroup),
    extras: [],
    sources: asItems(valueOf(root, 'source')).flatMap((item) => {
      const name = asText(valueOf(asTable(item), 'name'));
      return name === null ? [] : [{ name: name.text, span: name.span }];
    }),
    buildSystem: null,
    scripts: asEntries(valueOf(root, 'scripts')).flatMap(readScript),
    readmes: [],
    dynamic: [],
  };
  return { ...manifest, problems: pipfileProblems(manifest, root, categories) };
}

function groupName(category: string): string {
  if (category === 'packages') return 'main';
  return category === 'dev-packages' ? 'dev' : normalizeName(category);
}

function readGroup({ key, keySpan }: TomlEntry): Group {
  return {
    name: key === 'dev-packages' ? 'dev' : key,
    normalized: groupName(key),
    nameSpan: keySpan,
    optional: false,
    legacy: false,
    includes: [],
    origin: 'pipfile',
  };
}

/**
 * `python_version = "3.11"` is any 3.11; `python_full_version` is that one. Pipenv looks for an
 * interpreter of that name, whatever it is: what is not a version says nothing here.
 */
function readPython(requires: TomlTable | null): DeclaredConstraint | null {
  const full = asText(valueOf(requires, 'python_full_version'));
  if (full !== null) return readable(full, `==${full.text.trim()}`);
  const version = asText(valueOf(requires, 'python_version'));
  return version && readable(version, `==${version.text.trim()}.*`);
}

function readable(written: SpannedText, constraint: string): DeclaredConstraint | null {
  const parsed = parsePoetryConstraint(constraint);
  return isProblem(parsed) ? null : { ...written, parsed };
}

function readScript({ key, value, span }: TomlEntry): Manifest['scripts'] {
  const text = asText(value) ?? asText(valueOf(asTable(value), 'cmd'));
  return text === null ? [] : [{ name: key, value: text.text, span }];
}

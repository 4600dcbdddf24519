import { isLicenseExpression } from '../../manifests/checks/license.ts';
import {
  asBoolean,
  asItems,
  asTable,
  asText,
  asTexts,
  tableAt,
  valueOf,
} from '../../manifests/toml-access.ts';
import { chunk, note, type MoveContext } from './context.ts';
import type { PoetryItem } from './poetry-items.ts';
import { inlineTable, tomlString } from './toml-text.ts';

/** What `[tool.poetry]` says of the project itself, sorted by where it goes. */
export interface MovedMetadata {
  readonly project: string[];
  readonly urls: string[];
  /** `[tool.uv]` */
  readonly uv: string[];
  /** What poetry-core reads in `[tool.poetry]`, whatever `[project]` says. */
  readonly kept: string[];
  /** What of that is not known here. */
  readonly unknown: string[];
  readonly dynamic: string[];
  /** Whether a string stands for the license, which poetry-core takes since 2.2. */
  readonly hasLicenseExpression: boolean;
}

/** Fields that `[project]` has under the same name and in the same form. */
const SAME = new Set(['name', 'version', 'description', 'keywords', 'classifiers']);
const URLS: Readonly<Record<string, string>> = {
  homepage: 'Homepage',
  repository: 'Repository',
  documentation: 'Documentation',
};
/** What the back end reads in `[tool.poetry]`. */
const BUILDING = new Set(['packages', 'include', 'exclude', 'build']);
/** Tables of their own. */
const ELSEWHERE = new Set([
  'dependencies',
  'dev-dependencies',
  'group',
  'extras',
  'scripts',
  'plugins',
  'urls',
  'source',
]);

/** Whether a key of `[tool.poetry]` has another place now. */
export function isMoved(key: string): boolean {
  return SAME.has(key) || OTHER_FIELDS.has(key) || ELSEWHERE.has(key) || POETRY_ALONE.has(key);
}

/** Whether `dynamic` of `[project]` may leave a key to `[tool.poetry]`. */
export function mayBeDynamic(key: string): boolean {
  return key === 'version' || key === 'readme' || key === 'classifiers';
}

/** What speaks to Poetry itself. */
const POETRY_ALONE = new Set(['package-mode', 'requires-poetry', 'requires-plugins']);

/** Sorts what stands directly in `[tool.poetry]`; what has no place is told of. */
export function moveMetadata(context: MoveContext): MovedMetadata {
  const moved = {
    project: [],
    urls: [],
    uv: [],
    kept: [],
    unknown: [],
    dynamic: [],
    hasLicenseExpression: false,
  } as MovedMetadata & { hasLicenseExpression: boolean };
  for (const item of context.items) {
    const [key = ''] = item.path;
    if (item.path.length > 1 || ELSEWHERE.has(key) || item.block.path?.length !== 2) continue;
    moveField(context, key, item, moved);
  }
  addMissingNames(context, moved.project);
  return moved;
}

function moveField(
  context: MoveContext,
  key: string,
  item: PoetryItem,
  moved: MovedMetadata & { hasLicenseExpression: boolean },
): void {
  const { out, project } = context;
  const { before, behind, span, value } = item;
  const asIs = (): string => chunk(context, before, out.slice(span), behind);
  const as = (text: string): string => chunk(context, before, text, behind);
  const to = URLS[key] === undefined ? key : 'urls';
  if (BUILDING.has(key)) {
    moved.kept.push(asIs());
  } else if (project?.entries.has(to) === true && (SAME.has(key) || OTHER_FIELDS.has(key))) {
    note(
      context,
      'done',
      `${key} of [tool.poetry] was left out: Poetry reads that of [project].`,
      span,
    );
  } else if (
    (mayBeDynamic(key) && isDynamic(context, key)) ||
    (key === 'version' && hasDynamicVersion(context))
  ) {
    moved.kept.push(asIs());
    if (!isDynamic(context, key)) moved.dynamic.push(key);
  } else if (SAME.has(key)) {
    moved.project.push(asIs());
  } else if (URLS[key] !== undefined) {
    moved.urls.push(as(`${URLS[key]} = ${out.slice(value.span)}`));
  } else if (key === 'authors' || key === 'maintainers') {
    moved.project.push(as(people(context, item)));
  } else if (key === 'license') {
    const text = asText(value)?.text ?? '';
    moved.hasLicenseExpression = isLicenseExpression(text);
    moved.project.push(
      moved.hasLicenseExpression
        ? asIs()
        : as(`license = ${inlineTable([['text', tomlString(text)]])}`),
    );
  } else if (key === 'readme') {
    moveReadme(item, asIs, as, moved);
  } else if (key === 'package-mode') {
    if (asBoolean(value) === false) moved.uv.push(as('package = false'));
  } else if (key === 'requires-poetry' || key === 'requires-plugins') {
    note(context, 'done', `${key} was left out: uv locks the project.`, span);
  } else if (item.block.path?.length === 2) {
    moved.kept.push(asIs());
    moved.unknown.push(asIs());
    note(
      context,
      'look',
      `${key} of [tool.poetry] is not known here and was left where it is.`,
      span,
    );
  }
}

const OTHER_FIELDS = new Set([
  'license',
  'authors',
  'maintainers',
  'readme',
  'homepage',
  'repository',
  'documentation',
]);

/** `[project]` names one file; poetry-core reads further ones where the readme is dynamic. */
function moveReadme(
  { value }: PoetryItem,
  asIs: () => string,
  as: (text: string) => string,
  moved: MovedMetadata,
): void {
  const files = asTexts(value);
  const [only] = files;
  if (value.kind === 'string') moved.project.push(asIs());
  else if (only !== undefined && files.length === 1)
    moved.project.push(as(`readme = ${tomlString(only.text)}`));
  else if (files.length > 1) {
    moved.kept.push(asIs());
    moved.dynamic.push('readme');
  }
}

/** `Name <name@example.org>` becomes a table, each at its place in the list. */
function people({ out }: MoveContext, { value, span }: PoetryItem): string {
  const statement = out.slice(span);
  return asItems(value)
    .toReversed()
    .reduce((text, person) => {
      if (person.kind !== 'string') return text;
      const { name, email } = nameAndEmail(person.value);
      const table = inlineTable([
        ...(name === '' ? [] : ([['name', tomlString(name)]] as const)),
        ...(email === '' ? [] : ([['email', tomlString(email)]] as const)),
      ]);
      const { start, end } = person.span;
      return text.slice(0, start - span.start) + table + text.slice(end - span.start);
    }, statement);
}

/** Either may be empty. */
function nameAndEmail(person: string): { readonly name: string; readonly email: string } {
  const text = person.trim();
  const start = text.lastIndexOf('<');
  const email = text.slice(start + 1, -1);
  const isAddress = start !== -1 && text.endsWith('>') && !email.includes('>');
  return isAddress ? { name: text.slice(0, start).trimEnd(), email } : { name: text, email: '' };
}

function isDynamic({ project }: MoveContext, key: string): boolean {
  return asTexts(valueOf(project, 'dynamic')).some(({ text }) => text === key);
}

/** Whether the plugin poetry-dynamic-versioning makes the version: `[tool.poetry]` keeps a stand-in. */
export function hasDynamicVersion({ document }: MoveContext): boolean {
  const plugin = tableAt(document.root, 'tool', 'poetry-dynamic-versioning');
  const backend = asText(valueOf(tableAt(document.root, 'build-system'), 'build-backend'));
  return (
    asBoolean(valueOf(plugin, 'enable')) === true ||
    (plugin !== null && backend?.text === 'poetry_dynamic_versioning.backend')
  );
}

/** `[project]` must have a name, and a version or the word that it is dynamic. */
function addMissingNames(context: MoveContext, project: string[]): void {
  const { poetry, surroundings } = context;
  const own = asTable(context.project ?? undefined);
  if (!poetry.entries.has('name') && own?.entries.has('name') !== true) {
    // A name begins and ends with a letter or digit (PEP 508).
    const name = surroundings.folderName
      .split(/[^A-Za-z0-9]/)
      .filter((part) => part !== '')
      .join('-');
    project.unshift(`name = ${tomlString(name === '' ? 'project' : name)}`);
    note(context, 'look', 'The project had no name: that of its folder was taken.', null);
  }
  if (
    !poetry.entries.has('version') &&
    own?.entries.has('version') !== true &&
    // Nothing builds what is no package, and so nothing makes its version.
    (!isDynamic(context, 'version') || asBoolean(valueOf(poetry, 'package-mode')) === false)
  ) {
    project.push('version = "0"');
    note(context, 'look', 'The project had no version: 0 was taken.', null);
  }
}

import { parseMarker } from '../python/marker.ts';
import { normalizeName } from '../python/names.ts';
import { parsePoetryConstraint } from '../python/poetry-constraint.ts';
import { parseRequirement } from '../python/requirement.ts';
import { specifiersToConstraint } from '../python/specifier.ts';
import type { Span } from '../text.ts';
import type { TomlEntry, TomlTable, TomlValue } from '../toml/model.ts';
import { isProblem } from '../python/problem.ts';
import type {
  DeclaredConstraint,
  DeclaredMarker,
  Dependency,
  DirectReference,
  SpannedText,
} from './model.ts';
import { asBoolean, asText, asTexts, valueOf } from './toml-access.ts';

/** Keys whose value is what follows the variable in a marker: `sys_platform = "== 'linux'"`. */
export const MARKER_KEYS = [
  'os_name',
  'sys_platform',
  'platform_machine',
  'platform_python_implementation',
  'platform_release',
  'platform_system',
  'platform_version',
  'python_version',
  'python_full_version',
  'implementation_name',
  'implementation_version',
] as const;

const REPOSITORY_KEYS = ['git', 'hg', 'svn', 'bzr'] as const;

type Origin = Pick<Dependency, 'form' | 'reference'>;

/** One entry of `[packages]` and its like; Pipenv takes extras in the key as well (`"lamp[warm]"`). */
export function readPipfilePackage(entry: TomlEntry, group: string): Dependency {
  const table = entry.value.kind === 'table' ? entry.value : null;
  const bracket = entry.key.indexOf('[');
  const name = (bracket === -1 ? entry.key : entry.key.slice(0, bracket)).trim();
  const origin = originOf(table);
  const version = table === null ? entry.value : valueOf(table, 'version');
  const read = origin.form === 'version' ? readVersion(version) : null;
  const marker = readMarkers(table) ?? read?.marker ?? null;
  const index = asText(valueOf(table, 'index'));
  return {
    name,
    normalized: normalizeName(name),
    nameSpan: bracket === -1 ? entry.keySpan : inKey(entry, name),
    span: entry.span,
    origin: 'pipfile',
    group,
    extra: null,
    ...origin,
    constraint: read?.constraint ?? null,
    extras: [
      ...extrasOfKey(entry, bracket),
      ...asTexts(valueOf(table, 'extras')).map(({ text, span }) => ({ name: text, span })),
    ],
    marker,
    conditions: { markers: marker, python: null, platform: null },
    optional: false,
    source: index && { name: index.text, span: index.span },
    allowPrereleases: null,
  };
}

function extrasOfKey(entry: TomlEntry, bracket: number): Dependency['extras'] {
  if (bracket === -1) return [];
  return entry.key
    .slice(bracket + 1)
    .replace(/\]\s*$/, '')
    .split(',')
    .map((extra) => extra.trim())
    .filter((extra) => extra !== '')
    .map((extra) => ({ name: extra, span: inKey(entry, extra, bracket) }));
}

/** A part of a quoted key, from the `from`th character on; all of the key where escapes hide it. */
function inKey({ key, keySpan }: TomlEntry, part: string, from = 0): Span {
  const isVerbatim = keySpan.end - keySpan.start === key.length + 2;
  const start = keySpan.start + 1 + key.indexOf(part, from);
  return isVerbatim ? { start, end: start + part.length } : keySpan;
}

function originOf(table: TomlTable | null): Origin {
  for (const key of REPOSITORY_KEYS) {
    const location = asText(valueOf(table, key));
    if (table === null || location === null) continue;
    const ref = asText(valueOf(table, 'ref'));
    return {
      form: key === 'git' ? 'git' : 'url',
      reference: referenceTo(table, location, ref && { kind: 'rev', ...ref }),
    };
  }
  for (const key of ['path', 'file'] as const) {
    const location = asText(valueOf(table, key));
    if (table === null || location === null) continue;
    const form = /^[a-z]+:\/\//i.test(location.text) ? 'url' : key;
    return { form, reference: referenceTo(table, location, null) };
  }
  return { form: 'version', reference: null };
}

function referenceTo(
  table: TomlTable,
  { text, span }: SpannedText,
  revision: DirectReference['revision'],
): DirectReference {
  return {
    location: text,
    span,
    revision,
    subdirectory: asText(valueOf(table, 'subdirectory'))?.text ?? null,
    develop: asBoolean(valueOf(table, 'editable')) ?? false,
  };
}

interface ReadVersion {
  readonly constraint: DeclaredConstraint;
  readonly marker: DeclaredMarker | null;
}

/**
 * Pipenv writes the version behind the name and has pip read the line: a bare `3.*` becomes
 * `==3.*`, and a marker may stand in it. A number is its text. Null where there is no version.
 */
function readVersion(value: TomlValue | undefined): ReadVersion | null {
  const written = versionText(value);
  if (written === null) return null;
  const text = written.text.trim();
  if (text === '*' || text === '')
    return { constraint: { ...written, parsed: parsePoetryConstraint('*') }, marker: null };
  const line = `x${/^[\w.]/.test(text) ? '==' : ''}${text}`;
  const read = parseRequirement(line);
  if (isProblem(read)) {
    const span = { start: 0, end: written.text.length };
    const parsed = { problem: read.problem, span };
    return { constraint: { ...written, parsed }, marker: null };
  }
  const { specifier, marker } = read;
  return {
    constraint: {
      ...written,
      parsed:
        specifier === null ? parsePoetryConstraint('*') : specifiersToConstraint(specifier.parsed),
    },
    marker: marker && { text: marker.text, span: written.span, parsed: marker.parsed },
  };
}

function versionText(value: TomlValue | undefined): SpannedText | null {
  if (value?.kind === 'integer' || value?.kind === 'float')
    return { text: value.value.toString(), span: value.span };
  return asText(value);
}

/** `markers` and the keys of single variables, all of which must hold. The span is that of the first that is written. */
function readMarkers(table: TomlTable | null): DeclaredMarker | null {
  const markers = asText(valueOf(table, 'markers'));
  const parts = MARKER_KEYS.flatMap((key) => {
    const text = asText(valueOf(table, key));
    return text === null ? [] : [{ text: `${key} ${text.text}`, span: text.span }];
  });
  const [first] = markers === null ? parts : [markers];
  if (first === undefined) return null;
  const whole = markers === null ? [] : [parts.length === 0 ? markers.text : `(${markers.text})`];
  const text = [...whole, ...parts.map((part) => part.text)].join(' and ').trim();
  return { text, span: first.span, parsed: parseMarker(text) };
}

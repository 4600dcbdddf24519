import type { TomlEntry, TomlValue } from '../../toml/model.ts';
import { isProblem } from '../../python/problem.ts';
import type { ExternalDependency } from '../model.ts';
import { EXTERNAL_KEYS } from '../external-section.ts';
import type { ManifestProblem } from '../model.ts';
import { nearestName } from '../nearest-name.ts';
import { asEntries, asItems } from '../toml-access.ts';
import type { CheckContext } from './context.ts';
import { groupProblems } from './groups.ts';

/**
 * `invalid-external-dependency`, `invalid-external-table`, and what is wrong with markers and groups
 * in `[external]`, as PEP 725 specifies it. A name that nobody has registered is not a mistake.
 */
export function checkExternal({ manifest, root }: CheckContext): ManifestProblem[] {
  const entry = root.entries.get('external');
  if (entry === undefined) return [];
  const { external } = manifest;
  if (external === undefined) return [shapeProblem(entry.value, 'external', 'a table')];
  return [
    ...[...external.table.entries.values()].flatMap(shapeProblems),
    ...external.dependencies.flatMap(dependencyProblems),
    ...groupProblems(external.groups, manifest.complete, false),
  ];
}

function dependencyProblems(dependency: ExternalDependency): ManifestProblem[] {
  const { parsed, marker, urlSpan } = dependency;
  if (isProblem(parsed)) {
    const { problem, instead, isFormerDraft } = parsed;
    const isVerbatim = dependency.span.end - dependency.span.start === dependency.text.length;
    return [
      {
        code: 'invalid-external-dependency',
        message: problem,
        span: parsed.span.start === parsed.span.end ? dependency.span : urlSpan,
        package: null,
        ...(isFormerDraft === true ? { severity: 'warning' } : {}),
        ...(instead === undefined || !isVerbatim
          ? {}
          : {
              fix: {
                title: `Write ${dependency.text.slice(0, parsed.span.start)}${instead}${dependency.text.slice(parsed.span.end)}`,
                edits: [{ span: urlSpan, newText: instead }],
              },
            }),
      },
    ];
  }
  if (marker === null || !isProblem(marker.parsed)) return typeProblems(dependency);
  // Where the marker's reader stopped is one letter as often as not.
  const { problem } = marker.parsed;
  return [{ code: 'invalid-marker', message: problem, span: marker.span, package: null }];
}

/** The types of package URLs (package-url/purl-spec), and `virtual`. Others are not a mistake: the list grows. */
const TYPES: readonly string[] =
  `alpm apk bitbucket bitnami cargo cocoapods composer conan conda cpan cran deb docker gem generic
  github gitlab golang hackage hex huggingface julia luarocks maven mlflow npm nuget oci pub pypi
  qpkg rpm swid swift virtual`.split(/\s+/);

/** The types of a package URL whose packages have an owner. */
const OWNED: ReadonlySet<string> = new Set(['bitbucket', 'github']);

function typeProblems({ parsed, span, text }: ExternalDependency): ManifestProblem[] {
  if (isProblem(parsed)) return [];
  const { type, namespace, name } = parsed.url;
  const code = 'invalid-external-dependency';
  if (OWNED.has(type) && namespace === null)
    return [
      {
        code,
        message: `A dependency on ${type} names its owner: \`dep:${type}/owner/${name}\`.`,
        span,
        package: null,
        severity: 'warning',
      },
    ];
  const near = TYPES.includes(type) ? null : nearestName(type, TYPES);
  if (near === null) return [];
  const start = span.start + text.indexOf(':') + 1;
  const isVerbatim = span.end - span.start === text.length;
  const typeSpan = isVerbatim ? { start, end: start + type.length } : span;
  return [
    {
      code,
      message: `‘${type}’ is no type of package URLs that is known; ‘${near}’ is.`,
      span: typeSpan,
      package: null,
      severity: 'warning',
      ...(isVerbatim
        ? { fix: { title: `Change to ${near}`, edits: [{ span: typeSpan, newText: near }] } }
        : {}),
    },
  ];
}

function shapeProblems({ key, keySpan, value }: TomlEntry): ManifestProblem[] {
  if (!EXTERNAL_KEYS.includes(key)) {
    const near = nearestName(key.replaceAll('_', '-'), EXTERNAL_KEYS);
    return [
      {
        code: 'invalid-external-table',
        message: `PEP 725 has no key ‘${key.slice(0, 60)}’ in [external]: ${EXTERNAL_KEYS.join(', ')}.`,
        span: keySpan,
        package: null,
        ...(near === null
          ? {}
          : { fix: { title: `Change to ${near}`, edits: [{ span: keySpan, newText: near }] } }),
      },
    ];
  }
  if (key === 'dependency-groups') return groupsProblems(key, value);
  if (!key.startsWith('optional-')) return listProblems(key, value);
  if (value.kind !== 'table') return [shapeProblem(value, key, 'a table of lists')];
  return asEntries(value).flatMap((entry) => listProblems(entry.key, entry.value));
}

function groupsProblems(key: string, value: TomlValue): ManifestProblem[] {
  if (value.kind !== 'table') return [shapeProblem(value, key, 'a table of lists')];
  return asEntries(value).flatMap((entry) =>
    listProblems(entry.key, entry.value, (item) => item.kind === 'table'),
  );
}

function listProblems(
  key: string,
  value: TomlValue,
  isAlso: (item: TomlValue) => boolean = () => false,
): ManifestProblem[] {
  if (value.kind !== 'array') return [shapeProblem(value, key, 'a list of strings')];
  return asItems(value)
    .filter((item) => item.kind !== 'string' && !isAlso(item))
    .map((item) => shapeProblem(item, key, 'a list of strings'));
}

function shapeProblem({ span }: TomlValue, key: string, shape: string): ManifestProblem {
  const message = `\`${key.slice(0, 60)}\` must be ${shape}.`;
  return { code: 'invalid-external-table', message, span, package: null };
}

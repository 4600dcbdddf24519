import type { TomlTable } from '../../toml/model.ts';
import type { ManifestProblem } from '../model.ts';
import { asItems, asTable, asText, valueOf } from '../toml-access.ts';
import type { CheckContext } from './context.ts';
import { renameFix } from './rename-fix.ts';

/** What Poetry calls its own repository, however it is written. */
const PYPI = 'PyPI';

/** `unknown-source`: a dependency's `source` that no `[[tool.poetry.source]]` declares. Poetry compares letter by letter. */
export function checkSources({ manifest, poetry }: CheckContext): ManifestProblem[] {
  if (poetry === null || !manifest.complete) return [];
  const known = knownSources(poetry.table);
  return manifest.dependencies.flatMap(({ origin, source, normalized }) => {
    if (origin !== 'tool.poetry' || source === null || known.has(source.name)) return [];
    return [
      {
        code: 'unknown-source',
        message: `Invalid source "${source.name}" referenced in dependencies.`,
        span: source.span,
        package: normalized,
        ...renameFix(source, known),
      },
    ];
  });
}

/** PyPI is there unless another source is primary, which one without `priority` is. */
function knownSources(poetry: TomlTable): ReadonlySet<string> {
  const known = new Set<string>();
  let hasPrimary = false;
  for (const item of asItems(valueOf(poetry, 'source'))) {
    const source = asTable(item);
    const name = asText(valueOf(source, 'name'))?.text;
    if (name === undefined) continue;
    known.add(name.toLowerCase() === 'pypi' ? PYPI : name);
    const priority = asText(valueOf(source, 'priority'))?.text ?? 'primary';
    if (priority.toLowerCase() === 'primary') hasPrimary = true;
  }
  if (!hasPrimary) known.add(PYPI);
  return known;
}

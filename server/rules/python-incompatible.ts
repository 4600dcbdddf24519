import { supportedPythons } from '../freshness/supported-pythons.ts';
import { allowsAll, intersect, isEmpty } from '../python/constraint.ts';
import { formatConstraint } from '../python/format-constraint.ts';
import type { LockedPackage } from '../locks/model.ts';
import type { Rule } from './model.ts';
import { memoize } from '../memoize.ts';

/**
 * Poetry's resolver takes a package only if its `python-versions` allow the whole range of the
 * project. A dependency with a marker is left out: the marker narrows the range.
 */
export const pythonIncompatible: Rule = {
  id: 'python-incompatible',
  about: 'lock',
  defaultSeverity: 'warning',
  summary: "A locked package leaves out part of the project's Python range.",
  *check({ manifest, lock, dependencies }) {
    const project = manifest.requiresPython;
    if (lock === null || project === null || 'problem' in project.parsed) return;
    // `[tool.poetry.dependencies]` may narrow what `[project]` declares.
    const narrowed = new Set(
      dependencies.flatMap(({ dependency: { conditions, normalized } }) =>
        conditions.python === null ? [] : [normalized],
      ),
    );
    // Most packages say the same.
    const parsed = new Map<string, ReturnType<typeof supportedPythons>>();
    for (const { dependency, status, locked } of dependencies) {
      const [only] = locked;
      if (status !== 'satisfied' || dependency.marker !== null || only === undefined) continue;
      if (lock.byName.get(dependency.normalized)?.length !== 1) continue;
      if (narrowed.has(dependency.normalized) || asksPython(only)) continue;
      const text = only.pythonVersions ?? '*';
      const supported = memoize(parsed, text, () => supportedPythons(text, lock.kind));
      if ('problem' in supported || allowsAll(supported, project.parsed)) continue;
      const shared = intersect(supported, project.parsed);
      yield {
        file: manifest.file,
        span: dependency.nameSpan,
        message: `${only.name} ${only.version ?? ''} supports Python ${only.pythonVersions ?? ''}; the project allows ${project.text}${isEmpty(shared) ? ', which has nothing in common with it' : `, of which only ${formatConstraint(shared)} is supported`}.`,
        package: only.name,
        related: [
          { file: manifest.file, span: project.span, message: "the project's Python range" },
          ...(only.pythonVersionsSpan === null
            ? []
            : [{ file: lock.file, span: only.pythonVersionsSpan, message: 'what it supports' }]),
        ],
      };
    }
  },
};

function asksPython({ markers }: LockedPackage): boolean {
  const texts = typeof markers === 'string' ? [markers] : [...(markers?.values() ?? [])];
  return texts.some((text) => text.includes('python_'));
}

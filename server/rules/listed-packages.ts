import type { ElementPlace, ListedPackage, TargetUse } from '../nix/api.ts';
import { nixAttrName } from '../nix/api.ts';
import { normalizeName } from '../python/names.ts';
import type { FileEdit, Fix, Project } from '../project/model.ts';
import { baseName } from '../project/inputs/text-file.ts';
import type { ListedPackages } from '../project/verdicts/listed-packages.ts';
import { listedPackages } from '../project/verdicts/listed-packages.ts';
import type { Rule, RuleFinding } from './model.ts';

/** The calls of nixpkgs' builders that build the project, each with what it gives. */
function* calls(
  project: Project,
): Iterable<{ readonly use: TargetUse; readonly listed: ListedPackages }> {
  if (!project.selection.active) return;
  for (const use of project.uses) {
    const listed = listedPackages(project, use);
    if (listed !== null) yield { use, listed };
  }
}

const dependencyNotListed: Rule = {
  id: 'dependency-not-listed',
  about: 'nix',
  defaultSeverity: 'warning',
  summary: 'nixpkgs builds the project without a package that the manifest depends on.',
  *check(project) {
    for (const { use, listed } of calls(project)) {
      yield* absentOfExtras(project, listed);
      for (const { dependency, brought } of listed.absent) {
        const { name, normalized, nameSpan } = dependency;
        const check = brought
          ? 'unless another package brings it, the build fails'
          : "the build fails in nixpkgs' check of run-time dependencies";
        yield {
          file: use.file,
          span: listed.call.calleeSpan,
          message: `${name} is missing: the project depends on it, and ${use.callee} is not given it; ${check}.`,
          package: normalized,
          ...(brought ? { severity: 'hint' as const } : {}),
          fixes: addition(normalized, listed.call.dependencies, project),
          related: [
            { file: project.manifest.file, span: nameSpan, message: `${name} is declared` },
          ],
        };
      }
    }
  },
};

/** Nothing fails over what an extra lacks until somebody asks for it. */
function* absentOfExtras(project: Project, { extras }: ListedPackages): Iterable<RuleFinding> {
  for (const { listed, absent } of extras)
    for (const { name, normalized, nameSpan } of absent)
      yield {
        file: listed.file,
        span: listed.span,
        message: `${name} is missing: the extra ${listed.name} of the project depends on it.`,
        package: normalized,
        severity: 'hint',
        fixes: addition(normalized, listed.packages, project),
        related: [{ file: project.manifest.file, span: nameSpan, message: `${name} is declared` }],
      };
}

/** Extras that the project does not have, and packages that those which it has do not ask for. */
function* unaskedOfExtras(project: Project, { extras }: ListedPackages): Iterable<RuleFinding> {
  const manifest = baseName(project.manifest.file);
  for (const { listed, declared, unasked } of extras) {
    const { file, span, name } = listed;
    if (declared === null)
      yield { file, span, message: `${manifest} has no extra ${name}.`, tags: ['unnecessary'] };
    for (const { attr, file: where, span: at } of unasked)
      yield {
        file: where,
        span: at,
        message: `The extra ${name} of ${manifest} does not ask for ${attr}.`,
        package: normalizeName(attr),
        tags: ['unnecessary'],
        fixes: [removal(attr, { file: where, span: at }, project)],
      };
  }
}

const dependencyNotAskedFor: Rule = {
  id: 'dependency-not-asked-for',
  about: 'nix',
  defaultSeverity: 'hint',
  summary: 'nixpkgs builds the project with a package that the manifest does not ask for.',
  *check(project) {
    for (const { listed } of calls(project)) {
      yield* unaskedOfExtras(project, listed);
      for (const { attr, file, span } of listed.unasked)
        yield {
          file,
          span,
          message: `${baseName(project.manifest.file)} does not depend on ${attr}.`,
          package: normalizeName(attr),
          tags: ['unnecessary'],
          fixes: [removal(attr, { file, span }, project)],
        };
    }
  },
};

const otherBuildBackend: Rule = {
  id: 'other-build-backend',
  about: 'nix',
  defaultSeverity: 'warning',
  summary: 'nixpkgs builds the project without the back end that its manifest names.',
  *check(project) {
    for (const { use, listed } of calls(project)) {
      const { call, buildSystem } = listed;
      for (const { name, required, isBackend, brought } of buildSystem.absent) {
        const what = isBackend
          ? required === null
            ? 'it builds a project that names no back end'
            : 'it builds the project'
          : 'the build requires it';
        const unless = brought ? ', and fails unless another package brings it' : '';
        yield {
          file: use.file,
          span: call.calleeSpan,
          message: `${name} is missing: ${what}, and ${use.callee} is not given it as its build-system${unless}.`,
          package: name,
          ...(brought ? { severity: 'hint' as const } : {}),
          fixes: buildSystemAddition(name, call.buildSystem.place),
          related:
            required === null
              ? []
              : [
                  {
                    file: project.manifest.file,
                    span: required.nameSpan,
                    message: `${required.name} is required`,
                  },
                ],
        };
      }
      for (const { attr, file, span } of buildSystem.unasked)
        yield {
          file,
          span,
          message: `${baseName(project.manifest.file)} does not require ${attr} to build.`,
          package: normalizeName(attr),
          severity: 'hint',
          tags: ['unnecessary'],
          fixes: [removal(attr, { file, span }, project)],
        };
    }
  },
};

function buildSystemAddition(name: string, place: ElementPlace | null): readonly Fix[] {
  if (place === null) return [];
  const { file, offset, before, after } = place;
  const newText = `${before}${nixAttrName(name)}${after}`;
  const edit: FileEdit = { file, span: { start: offset, end: offset }, newText };
  return [{ title: `Add ${name} to build-system`, edits: [edit] }];
}

/** What is held against the manifest of a call of `buildPythonApplication` or `buildPythonPackage`. */
export const listedPackagesRules: readonly Rule[] = [
  dependencyNotListed,
  dependencyNotAskedFor,
  otherBuildBackend,
];

/** Behind the last package of the list, where it is evident how another is written there. */
function addition(
  name: string,
  listed: readonly ListedPackage[],
  { input }: Project,
): readonly Fix[] {
  const last = listed.at(-1);
  const attr = nixAttrName(name);
  if (last === undefined || last.prefix === null) return [];
  if (last.prefix === '' && attr !== name) return [];
  const { start, end } = last.span;
  const text = input.nixFiles.get(last.file) ?? '';
  const ahead = text.slice(Math.max(0, start - MOST_INDENT), start);
  const blanks = ahead.slice(ahead.trimEnd().length);
  const before = blanks === '' ? ' ' : blanks;
  const edit: FileEdit = {
    file: last.file,
    span: { start: end, end },
    newText: `${before}${last.prefix}${attr}`,
  };
  return [{ title: `Add ${name} to the dependencies`, edits: [edit] }];
}

const MOST_INDENT = 200;

function removal(
  attr: string,
  { file, span }: Pick<RuleFinding, 'file' | 'span'>,
  { input }: Project,
): Fix {
  const text = input.nixFiles.get(file) ?? '';
  let { start } = span;
  while (start > 0 && /\s/.test(text[start - 1] ?? '')) start -= 1;
  return {
    title: `Remove ${attr}`,
    edits: [{ file, span: { start, end: span.end }, newText: '' }],
  };
}

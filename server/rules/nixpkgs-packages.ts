import { fileOf } from '../manifests/file-of.ts';
import { baseName } from '../project/inputs/text-file.ts';
import { namedPackages } from '../project/verdicts/named-packages.ts';
import { targetOf } from '../targets/registry.ts';
import type { Rule } from './model.ts';

const notInNixpkgs: Rule = {
  id: 'not-in-nixpkgs',
  about: 'build',
  defaultSeverity: 'warning',
  summary: 'A dependency is taken from nixpkgs, which has no package of its name.',
  *check(project) {
    for (const { use, dependency, version } of namedPackages(project)) {
      if (version !== null || !targetOf(use.target).reads.takesByName) continue;
      yield {
        file: fileOf(project.manifest, dependency),
        span: dependency.nameSpan,
        message: `${dependency.name} is not among the packages of nixpkgs: ${targetOf(use.target).label} takes it from there by its name, in ${baseName(use.file)}.`,
        package: dependency.normalized,
      };
    }
  },
};

const nixpkgsUnsatisfied: Rule = {
  id: 'nixpkgs-unsatisfied',
  about: 'build',
  defaultSeverity: 'warning',
  summary: "nixpkgs' version of a dependency does not satisfy its constraint.",
  *check(project) {
    for (const { use, dependency, version, isAllowed } of namedPackages(project)) {
      if (isAllowed !== false) continue;
      const { name, normalized, constraint, nameSpan } = dependency;
      const effect =
        use.callee === 'withPackages'
          ? 'the environment has it all the same'
          : "nixpkgs' check of run-time dependencies fails the build";
      yield {
        file: fileOf(project.manifest, dependency),
        span: constraint?.span ?? nameSpan,
        message: `nixpkgs has ${name} ${version}, which \`${constraint?.text ?? ''}\` does not accept: ${effect} (${baseName(use.file)}).`,
        package: normalized,
      };
    }
  },
};

/** What a list of nixpkgs' versions says of projects whose dependencies are nixpkgs' own packages. */
export const nixpkgsPackagesRules: readonly Rule[] = [notInNixpkgs, nixpkgsUnsatisfied];

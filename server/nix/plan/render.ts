import { normalizeName } from '../../python/names.ts';
import type { OverrideRequest } from '../model.ts';
import { nixAttrName, nixList, nixString } from '../print.ts';
import { needsOfKind, requestedInputs, subjectName, withoutKinds } from '../request.ts';
import type { EntryStyle, References } from './entry.ts';
import { indent } from './entry.ts';
import { renderPackage } from './package-entry.ts';
import type { ListName, OverlayTarget } from './needed.ts';
import { neededFor } from './needed.ts';
import { isOwnTarget } from './own-inputs.ts';
import { renderModuleOverride } from './render-module.ts';
import { mergeRequests, requestProblem } from './request.ts';

/** As nixfmt writes. */
const STYLE: EntryStyle = {
  brackets: { spaced: true, emptySpaced: true },
  unit: '  ',
  lambda: 'inline',
  brokenBuildSystems: false,
  withPkgs: false,
  quoted: false,
  plainEnvironment: false,
};

const TOOL_LIST: Readonly<Record<OverlayTarget, ListName>> = {
  poetry2nix: 'buildInputs',
  uv2nix: 'nativeBuildInputs',
  nixpkgs: 'build-system',
  pypi2nix: 'buildInputs',
};

/**
 * One override as text to paste into an overlay (`final: prev: { … }`; pypi2nix's `self: super:`), or, for mkshell and
 * dream2nix, the attributes to paste into the shell or the module. LF, from column 0, no line break at the end. Takes
 * `pkgs` as bound. Empty for a request that is unsound: see `requestProblem`.
 */
export function renderOverride(request: OverrideRequest): string {
  if (requestProblem(request) !== null) return '';
  const { target, subject } = request;
  if (target === 'mkshell') return renderShell(request);
  if (subject.kind === 'project' && isOwnTarget(target)) return renderArguments(request);
  const name = subjectName(request);
  if (name === null) return '';
  if (target === 'dream2nix') return renderModuleOverride(request);
  return renderPackage(
    target,
    normalizeName(name),
    neededFor(request, TOOL_LIST[target]),
    refs(target),
    { ...STYLE, plainEnvironment: target === 'pypi2nix' },
  );
}

/** The overrides of a whole project, all for one target, as one expression in the form that the target's documentation has. */
export function renderOverrides(requests: readonly OverrideRequest[]): string {
  const merged = mergeRequests(requests).filter((request) => requestProblem(request) === null);
  const [first] = merged;
  if (first === undefined) return '';
  const { target } = first;
  const outside = merged.filter((request) => isOutsideOfOverlays(request));
  const others = merged.filter((request) => !isOutsideOfOverlays(request));
  const entries = others.map(renderOverride).join('\n');
  const inside = indent(entries, STYLE.unit);
  const call = isOwnTarget(target) ? outside.map(renderOverride) : [];
  if (others.length === 0) return call.join('\n');
  switch (target) {
    case 'poetry2nix':
      return [
        ...call,
        `overrides = poetry2nix.defaultPoetryOverrides.extend (final: prev: {\n${inside}\n});`,
      ].join('\n');
    case 'uv2nix':
      return `pyprojectOverrides = final: prev: {\n${inside}\n};`;
    case 'nixpkgs':
      return [...call, `packageOverrides = final: prev: {\n${inside}\n};`].join('\n');
    case 'pypi2nix':
      return `{ pkgs, python }:\n\nself: super: {\n${inside}\n}`;
    case 'dream2nix':
    case 'mkshell':
      return entries;
  }
}

/** With uv2nix the project is a package of the overlays like any other. */
export function isOutsideOfOverlays({ subject, target }: OverrideRequest): boolean {
  return subject.kind === 'project' && target !== 'uv2nix';
}

function refs(target: OverlayTarget): References {
  const [final, prev] = target === 'pypi2nix' ? ['self', 'super'] : ['final', 'prev'];
  return {
    final,
    prev,
    old: 'old',
    nixpkgs: (attr) => `pkgs.${attr}`,
    lib: 'pkgs.lib',
    resolveBuildSystem: `${final}.resolveBuildSystem`,
  };
}

/** What the project itself needs, as arguments of the call that builds it. */
function renderArguments(request: OverrideRequest): string {
  const { lists } = neededFor(withoutKinds(request, 'build-system'), 'nativeBuildInputs');
  return [...lists]
    .map(([list, items]) => `${list} = ${renderPackages(items.map(({ attr }) => attr))};`)
    .join('\n');
}

const MOST_ON_A_LINE = 3;

function renderShell(request: OverrideRequest): string {
  const lines: string[] = [];
  const tools = requestedInputs(request, 'nativeBuildInputs');
  const libraries = requestedInputs(request, 'buildInputs');
  if (tools.length > 0) lines.push(`packages = ${renderPackages(tools)};`);
  if (libraries.length > 0) {
    const attrs = [...new Set(['stdenv.cc.cc.lib', ...libraries])];
    lines.push(`LD_LIBRARY_PATH = pkgs.lib.makeLibraryPath ${renderPackages(attrs)};`);
  }
  for (const { name, value } of needsOfKind(request, 'environment'))
    lines.push(`${nixAttrName(name)} = ${nixString(value)};`);
  return lines.join('\n');
}

function renderPackages(attrs: readonly string[]): string {
  const items = attrs.map((attr) => `pkgs.${attr}`);
  return items.length <= MOST_ON_A_LINE
    ? nixList(items, STYLE.brackets)
    : `[\n${indent(items.join('\n'), STYLE.unit)}\n]`;
}

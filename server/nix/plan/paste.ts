import type { OverrideRequest } from '../model.ts';
import { nixList } from '../print.ts';
import { subjectName, withoutKinds } from '../request.ts';
import { normalizeName } from '../../python/names.ts';
import type { Dialect } from './dialect.ts';
import type { EntryStyle, References } from './entry.ts';
import { indent } from './entry.ts';
import { neededFor } from './needed.ts';
import { renderPackage } from './package-entry.ts';

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

/** The entry of an overlay that provides what a package needs, `pkgs` taken as bound. LF, from column 0. */
export function pastedEntry(request: OverrideRequest, dialect: Dialect): string {
  const { plainEnvironment, toolList } = dialect;
  const needed = neededFor(request, dialect, toolList);
  const name = normalizeName(subjectName(request) ?? '');
  return renderPackage(dialect, name, needed, references(dialect), { ...STYLE, plainEnvironment });
}

function references({ parameters: { final, prev } }: Dialect): References {
  return {
    final,
    prev,
    old: 'old',
    nixpkgs: (attr) => `pkgs.${attr}`,
    lib: 'pkgs.lib',
    resolveBuildSystem: `${final}.resolveBuildSystem`,
  };
}

/** Entries as the body of an overlay: `final: prev: {` before them, and the brace behind them. */
export function pastedOverlay(entries: readonly string[], { parameters }: Dialect): string {
  const { final, prev } = parameters;
  return `${final}: ${prev}: {\n${indent(entries.join('\n'), STYLE.unit)}\n}`;
}

/** What the project itself needs, as arguments of the call that builds it. */
export function pastedArguments(request: OverrideRequest, dialect: Dialect): string {
  const inputs = withoutKinds(request, 'build-system');
  const { lists } = neededFor(inputs, dialect, 'nativeBuildInputs');
  return [...lists]
    .map(([list, items]) => `${list} = ${pastedList(items.map(({ attr }) => attr))};`)
    .join('\n');
}

const MOST_ON_A_LINE = 3;

/** A list of attributes of nixpkgs. */
export function pastedList(attrs: readonly string[]): string {
  const items = attrs.map((attr) => `pkgs.${attr}`);
  return items.length <= MOST_ON_A_LINE
    ? nixList(items, STYLE.brackets)
    : `[\n${indent(items.join('\n'), STYLE.unit)}\n]`;
}

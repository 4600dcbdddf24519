import { posix } from 'node:path';
import { nameText } from '../check/attributes.ts';
import type { Pins } from '../pins.ts';
import { callsOf } from '../read/calls.ts';
import type { NixAnalysis } from '../read/read.ts';
import { referenceOf } from '../read/reference.ts';
import { lookUpAttribute } from '../read/sets.ts';
import type { Resolver } from '../resolve/resolver.ts';
import type { Closure } from '../resolve/scope.ts';
import { isBound } from '../resolve/scope.ts';
import type { AttrName, Expr, Select } from '../syntax.ts';
import { unwrap } from '../tree.ts';
import type { NixMistake } from './model.ts';
import { withoutRepetition } from './model.ts';
import { hasChange, pinnedOn } from './nixpkgs-date.ts';

const FUNCTIONS: ReadonlySet<string> = new Set([
  'mkPoetryApplication',
  'mkPoetryEnv',
  'mkPoetryPackages',
  'mkPoetryEditablePackage',
  'mkPoetryScriptsPackage',
]);
const NAME = 'poetry2nix';

/**
 * `pkgs.poetry2nix` of a flake's own nixpkgs, which throws since 2023-10-26. Only where the package set is read down to
 * that input and no overlay could have brought poetry2nix back.
 */
export function findPoetry2nixNotInNixpkgs(
  analysis: NixAnalysis,
  pins: Pins,
): readonly NixMistake[] {
  if (!hasChange(pins, 'poetry2nixRemoved')) return [];
  const { resolver } = analysis;
  return withoutRepetition(
    usesOfPoetry2nix(analysis).flatMap((closure) => {
      const selected = poetry2nixIn(resolver, closure);
      if (selected === null || !isPlainNixpkgs(resolver, selected.from)) return [];
      const { name, select, closure: at } = selected;
      return [
        {
          file: at.scope.file.path,
          span: name.span,
          message: `nixpkgs has no poetry2nix since 2023-10-26 (${pinnedOn(pins)}): Nix says ‘poetry2nix is now maintained out-of-tree’. It is the flake github:nix-community/poetry2nix: (poetry2nix.lib.mkPoetry2Nix { inherit pkgs; }).`,
          package: null,
          fix: fixFor(select, name, at),
        },
      ];
    }),
  );
}

/** The functions that are called, and every `….poetry2nix…` that is written. */
function usesOfPoetry2nix(analysis: NixAnalysis): readonly Closure[] {
  const uses = callsOf(analysis, FUNCTIONS).map(({ expr, scope }): Closure => ({
    expr: expr.fn,
    scope,
  }));
  for (const file of analysis.files)
    analysis.resolver.walk(file, (closure) => {
      const { expr, scope } = closure;
      if (expr.kind !== 'select') return;
      const { text } = scope.file.tree;
      if (expr.path.names.some((name) => nameText(name, text) === NAME)) uses.push(closure);
    });
  return uses;
}

/** Where `poetry2nix` is selected, and from what. */
interface Selected {
  readonly select: Select;
  readonly name: AttrName;
  readonly from: Closure;
  readonly closure: Closure;
}

function poetry2nixIn(resolver: Resolver, fn: Closure): Selected | null {
  let current = resolver.force(fn);
  for (let count = 0; count < 10 && current.expr.kind === 'select'; count++) {
    const { expr, scope } = current;
    const { text } = scope.file.tree;
    const index = expr.path.names.findIndex((name) => nameText(name, text) === NAME);
    const name = expr.path.names[index];
    if (name !== undefined) {
      const names = expr.path.names.slice(0, index);
      const rest: Expr =
        names.length === 0 ? expr.target : { ...expr, path: { ...expr.path, names }, or: null };
      return { select: expr, name, from: { expr: rest, scope }, closure: current };
    }
    current = resolver.force({ expr: expr.target, scope });
  }
  return null;
}

/** `nixpkgs.legacyPackages.${system}` and `import nixpkgs { inherit system; }` of a flake's input nixpkgs. */
function isPlainNixpkgs(resolver: Resolver, packages: Closure): boolean {
  const { expr, scope } = resolver.force(packages);
  if (expr.kind === 'select') {
    const [first] = expr.path.names;
    const isInput = isNixpkgsInput(resolver, { expr: expr.target, scope });
    const last = expr.path.names.length === 2;
    return isInput && last && first?.kind === 'identifier' && first.name === 'legacyPackages';
  }
  if (expr.kind !== 'apply' || expr.fn.kind !== 'apply') return false;
  if (resolver.calleeName({ expr: expr.fn.fn, scope }) !== 'import') return false;
  if (!isNixpkgsInput(resolver, { expr: expr.fn.arg, scope })) return false;
  const argument = { expr: expr.arg, scope };
  return ['overlays', 'config', 'crossOverlays'].every(
    (name) => lookUpAttribute(resolver, argument, name).found === 'absent',
  );
}

function isNixpkgsInput(resolver: Resolver, closure: Closure): boolean {
  if (posix.basename(closure.scope.file.path) !== 'flake.nix') return false;
  const reference = referenceOf(resolver, closure);
  if (reference?.root.kind !== 'parameter') return false;
  const { formal } = reference.root;
  const path = [...(formal === null ? [] : [formal]), ...reference.names];
  return path.length === 1 && path[0] === 'nixpkgs';
}

/** `pkgs.poetry2nix.mkX` becomes a call of the flake input, where the flake has it. */
function fixFor(select: Select, name: AttrName, { scope }: Closure): NixMistake['fix'] {
  const pkgs = unwrap(select.target);
  const isFirst = select.path.names[0] === name;
  if (!isFirst || pkgs.kind !== 'identifier' || !isBound(NAME, scope)) return null;
  const inherit = pkgs.name === 'pkgs' ? 'inherit pkgs;' : `pkgs = ${pkgs.name};`;
  return {
    title: 'Use the flake input poetry2nix',
    edits: [
      {
        span: { start: select.target.span.start, end: name.span.end },
        newText: `(poetry2nix.lib.mkPoetry2Nix { ${inherit} })`,
      },
    ],
  };
}

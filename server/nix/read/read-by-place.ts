import { posix } from 'node:path';
import type { Resolver } from '../resolve/resolver.ts';
import type { Closure } from '../resolve/scope.ts';
import { parentOf } from '../tree.ts';
import type { Call } from './calls.ts';
import type { ReadContext } from './context.ts';
import { listElements } from './lists.ts';
import { stringOf } from './reference.ts';
import { lookUpAttribute } from './sets.ts';
import { pathOf } from './values.ts';

/**
 * The folders whose Nix files are called because of where they stand, and whom no import names: those of
 * numtide/blueprint, flakelight, import-tree, haumea and of nixpkgs' own functions. Absolute paths; what is in them and
 * below may be read.
 */
export function foldersReadByPlace({ resolver, calls }: ReadContext): readonly string[] {
  const found = calls.flatMap((call) => READERS.get(call.callee)?.(resolver, call) ?? []);
  return [...new Set(found)];
}

type FoldersOf = (resolver: Resolver, call: Call) => readonly string[];

/** By the last name of the function. */
const READERS: ReadonlyMap<string, FoldersOf> = new Map<string, FoldersOf>([
  ['blueprint', blueprint],
  ['flakelight', flakelight],
  // vic/import-tree: a path, or several.
  ['import-tree', (resolver, call) => paths(resolver, argumentOf(call))],
  ['listFilesRecursive', (resolver, call) => paths(resolver, argumentOf(call))],
  ['packagesFromDirectoryRecursive', (resolver, call) => attribute(resolver, call, 'directory')],
  // haumea.lib.load { src = ./nix; }
  ['load', (resolver, call) => attribute(resolver, call, 'src')],
]);

/** The folders of numtide/blueprint that hold packages and what they share (docs, folder structure). */
const OF_BLUEPRINT = ['checks', 'devshells', 'lib', 'packages'];

/** `blueprint { inherit inputs; prefix = "nix/"; }`; `prefix` may be a path. */
function blueprint(resolver: Resolver, call: Call): readonly string[] {
  const root = posix.dirname(call.scope.file.path);
  const prefix = lookUpAttribute(resolver, argumentOf(call), 'prefix');
  if (prefix.found === 'unknown') return [];
  if (prefix.found === 'absent') return OF_BLUEPRINT.map((name) => posix.join(root, name));
  const below = stringOf(resolver, prefix.value);
  const folder = below === null ? pathOf(resolver, prefix.value) : posix.join(root, below);
  // Files of `prefix` itself count too: `package.nix`, `devshell.nix`.
  return folder === null || folder === root
    ? OF_BLUEPRINT.map((name) => posix.join(root, name))
    : [folder];
}

/** `flakelight ./. { nixDir = ./nix; }`, whose default is `nix` in the folder that it is given. */
function flakelight(resolver: Resolver, call: Call): readonly string[] {
  const { expr, scope } = call;
  const [root] = paths(resolver, argumentOf(call));
  const whole = parentOf(scope.file.tree, expr);
  const module = whole?.kind === 'apply' && whole.fn === expr ? { expr: whole.arg, scope } : null;
  const own = module === null ? null : lookUpAttribute(resolver, module, 'nixDir');
  if (own?.found === 'value') return paths(resolver, own.value);
  return root === undefined ? [] : [posix.join(root, 'nix')];
}

function argumentOf({ expr, scope }: Call): Closure {
  return { expr: expr.arg, scope };
}

function attribute(resolver: Resolver, call: Call, name: string): readonly string[] {
  const found = lookUpAttribute(resolver, argumentOf(call), name);
  return found.found === 'value' ? paths(resolver, found.value) : [];
}

function paths(resolver: Resolver, closure: Closure): readonly string[] {
  const elements = listElements(resolver, closure) ?? [closure];
  return elements.flatMap((each) => pathOf(resolver, each) ?? []);
}

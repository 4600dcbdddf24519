import type { ConfiguredNames, Known, WorkspaceConfig } from '../model.ts';
import { bodyOf } from '../resolve/body.ts';
import type { Resolver } from '../resolve/resolver.ts';
import type { Closure } from '../resolve/scope.ts';
import { readBoolean } from './override.ts';
import { nameOf, stringOf, withoutLastName } from './reference.ts';
import type { Lookup } from './sets.ts';
import { lookUpAttribute } from './sets.ts';
import { known } from './values.ts';

/**
 * The `config` of `loadWorkspace { … }` (uv2nix lib/workspace.nix): a set, or a function of the configuration that was
 * read from the manifests, merged over it. Undefined where none is given.
 *
 * @param argument what `loadWorkspace` is called with.
 */
export function readWorkspaceConfig(
  resolver: Resolver,
  argument: Closure,
): WorkspaceConfig | undefined {
  const given = lookUpAttribute(resolver, argument, 'config');
  if (given.found === 'absent') return undefined;
  if (given.found === 'unknown') return { complete: false, hides: HIDING };
  const config = resolver.force(given.value);
  const { expr } = config;
  const set = expr.kind === 'lambda' ? bodyOf(config, expr) : config;
  const loaded = expr.kind === 'lambda' && expr.parameter.kind === 'name-parameter';
  const own = loaded ? overLoaded(resolver, set) : set;
  const names = (key: string): ConfiguredNames | undefined =>
    namesIn(resolver, lookUpAttribute(resolver, own, key), key);
  const flag = (key: string): Known<boolean> | undefined =>
    flagIn(resolver, lookUpAttribute(resolver, own, key));
  const [noBinary, noBuild] = [flag('no-binary'), flag('no-build')];
  const [noBinaryPackage, noBuildPackage] = [names('no-binary-package'), names('no-build-package')];
  const isRead = KEYS.every((key) => lookUpAttribute(resolver, own, key).found !== 'unknown');
  return {
    ...(noBinary === undefined ? {} : { noBinary }),
    ...(noBuild === undefined ? {} : { noBuild }),
    ...(noBinaryPackage === undefined ? {} : { noBinaryPackage }),
    ...(noBuildPackage === undefined ? {} : { noBuildPackage }),
    complete: isRead,
    hides: HIDING.filter((key) => lookUpAttribute(resolver, own, key).found !== 'absent'),
  };
}

const KEYS = ['no-binary', 'no-build', 'no-binary-package', 'no-build-package'] as const;

/** What builds are given there in the form that uv2nix reads settings into. */
const HIDING: readonly string[] = [
  'extra-build-dependencies',
  'extra-build-variables',
  'config-settings',
  'config-settings-package',
];

/** What is merged over the function's parameter: `{ … }` of `config: config // { … }`. */
function overLoaded(resolver: Resolver, body: Closure): Closure {
  const { expr, scope } = resolver.force(body);
  if (expr.kind !== 'binary' || expr.operator !== '//') return body;
  const left = resolver.force({ expr: expr.left, scope });
  return left.expr.kind === 'identifier' ? { expr: expr.right, scope } : body;
}

function flagIn(resolver: Resolver, lookup: Lookup): Known<boolean> | undefined {
  if (lookup.found === 'absent') return undefined;
  return known(lookup, false, (value) => readBoolean(resolver, value), 'it is not a literal');
}

function namesIn(resolver: Resolver, lookup: Lookup, key: string): ConfiguredNames | undefined {
  if (lookup.found === 'absent') return undefined;
  if (lookup.found === 'unknown') return { names: [], adds: false, complete: false };
  return listHere(resolver, lookup.value, key);
}

function listHere(resolver: Resolver, closure: Closure, key: string): ConfiguredNames {
  return resolver.nested(
    () => {
      const { expr, scope } = resolver.force(closure);
      if (expr.kind === 'binary' && expr.operator === '++') {
        const [left, right] = [expr.left, expr.right].map((side) =>
          listHere(resolver, { expr: side, scope }, key),
        );
        return {
          names: [...(left?.names ?? []), ...(right?.names ?? [])],
          adds: left?.adds === true || right?.adds === true,
          complete: left?.complete === true && right?.complete === true,
        };
      }
      if (expr.kind === 'list') {
        const texts = expr.elements.map((element) => stringOf(resolver, { expr: element, scope }));
        const names = texts.filter((text) => text !== null);
        return { names, adds: false, complete: names.length === texts.length };
      }
      // `config.no-binary-package`, of which nothing else is known than what the manifests say.
      const parts = expr.kind === 'select' ? withoutLastName(expr) : null;
      const adds = parts !== null && nameOf(resolver, parts.last, scope) === key;
      return { names: [], adds, complete: adds };
    },
    () => ({ names: [], adds: false, complete: false }),
  );
}

import type { Pins } from '../pins.ts';
import { attributeOf } from '../read/inputs.ts';
import type { NixAnalysis } from '../read/read.ts';
import type { Closure } from '../resolve/scope.ts';
import type { Expr, ListExpr } from '../syntax.ts';
import { unwrap, walk } from '../tree.ts';
import type { NixMistake } from './model.ts';
import { inEveryOverride } from './model.ts';
import { hasChange, pinnedOn } from './nixpkgs-date.ts';
import { argumentSet, overrideCalls, simpleBindings } from './override-calls.ts';

/** Packages whose build runs `pg_config` and needs nothing else of the server. */
const RUN_PG_CONFIG: ReadonlySet<string> = new Set([
  'psycopg',
  'psycopg-c',
  'psycopg2',
  'psycopg2-binary',
  'psycopg2cffi',
  'pygresql',
]);

/**
 * `pkgs.postgresql` as a build input for the sake of `pg_config`, which it no longer has (NixOS/nixpkgs#388807):
 * `libpq.pg_config` has it.
 */
export function findPgConfigMoved(analysis: NixAnalysis, pins: Pins): readonly NixMistake[] {
  if (!hasChange(pins, 'pgConfigMoved')) return [];
  const { resolver } = analysis;
  return inEveryOverride(analysis, ({ entry, value }) => {
    if (!RUN_PG_CONFIG.has(entry.normalized)) return [];
    const attrs = entry.lists.flatMap((list) => list.attrs);
    if (attrs.some((attr) => attr.endsWith('pg_config'))) return [];
    return overrideCalls(resolver, value).calls.flatMap((call) => {
      const argument = argumentSet(resolver, call.argument);
      if (argument === null) return [];
      return simpleBindings(argument)
        .filter(({ name }) => name === 'nativeBuildInputs' || name === 'buildInputs')
        .flatMap(({ binding }) => elementsIn({ expr: binding.value, scope: argument.scope }))
        .filter((element) => /^postgresql(?:_\d+)?$/.test(attributeOf(resolver, element) ?? ''))
        .map(({ expr, scope }) => ({
          file: scope.file.path,
          span: expr.span,
          message: `pg_config is no longer in postgresql (${pinnedOn(pins)}): the build of ${entry.name} stops with ‘pg_config executable not found’. It is in libpq.pg_config.`,
          package: entry.normalized,
          fix: fixFor(expr),
        }));
    });
  });
}

/** The elements of every list that is written in an expression. */
function elementsIn({ expr, scope }: Closure): readonly Closure[] {
  const lists: ListExpr[] = [];
  walk(expr, (node) => {
    if (node.kind === 'list') lists.push(node);
  });
  return lists.flatMap(({ elements }) => elements.map((element) => ({ expr: element, scope })));
}

/** `pkgs.postgresql` becomes `pkgs.libpq.pg_config`; of a bare name it is not known where libpq would come from. */
function fixFor(element: Expr): NixMistake['fix'] {
  const select = unwrap(element);
  const last = select.kind === 'select' ? select.path.names.at(-1) : undefined;
  if (last === undefined) return null;
  return {
    title: 'Use libpq.pg_config',
    edits: [{ span: last.span, newText: 'libpq.pg_config' }],
  };
}

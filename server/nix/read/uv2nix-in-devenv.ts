import { pathTexts } from '../resolve/resolver.ts';
import { unwrap } from '../tree.ts';
import type { ReadContext, UseReading } from './context.ts';
import { NOTHING_CHOSEN } from './use.ts';
import { pathOf } from './values.ts';

/**
 * `config.languages.python.import ./. { }` of devenv (5844e78): uv2nix with wheels, the build systems of
 * build-system-pkgs, no overlay of the user's, and an environment of the workspace's default dependencies.
 */
export function readDevenvImports({ resolver, calls }: ReadContext): readonly UseReading[] {
  return calls.flatMap(({ expr, scope }): readonly UseReading[] => {
    const fn = unwrap(expr.fn);
    const names = fn.kind === 'select' ? pathTexts(fn.path, scope) : null;
    if (names?.slice(-3).join('.') !== IMPORT) return [];
    const folder = pathOf(resolver, { expr: expr.arg, scope });
    return [
      {
        argument: null,
        layers: [],
        overlays: [],
        own: () => null,
        places: () => [],
        use: {
          target: 'uv2nix',
          file: scope.file.path,
          callee: IMPORT,
          span: expr.span,
          projectDir:
            folder === null
              ? { known: false, why: 'which folder it is, is decided elsewhere' }
              : { known: true, value: folder },
          preferWheels: { known: true, value: true },
          python: { known: false, why: 'devenv chooses it' },
          ...NOTHING_CHOSEN,
          overrides: {
            understood: true,
            why: '',
            defaults: { known: true, value: true },
            entries: [],
          },
          environments: { environments: [{ base: 'default', packages: [] }], complete: true },
        },
      },
    ];
  });
}

const IMPORT = 'languages.python.import';

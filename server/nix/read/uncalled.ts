import type { Call } from './calls.ts';
import { callsOf } from './calls.ts';
import type { ReadContext } from './context.ts';

/** A function that builds projects, in a file that names it. */
export interface UncalledBuilder {
  /** Absolute path. */
  readonly file: string;
  readonly name: string;
}

/** What poetry2nix and uv2nix begin with. */
const BUILDERS: ReadonlySet<string> = new Set([
  'mkPoetryApplication',
  'mkPoetryEnv',
  'mkPoetryPackages',
  'loadWorkspace',
]);

/**
 * Functions that build projects and that files name without a call of them that is seen (`map mkPoetryApplication […]`):
 * what they build is not known. The first file of each name.
 */
export function uncalledBuilders({
  resolver,
  files,
  calls,
}: Pick<ReadContext, 'resolver' | 'files'> & {
  readonly calls: readonly Call[];
}): readonly UncalledBuilder[] {
  const called = new Set(callsOf({ calls }, BUILDERS).map(({ callee }) => callee));
  const found = new Map<string, UncalledBuilder>();
  for (const file of files) {
    const { text } = file.tree;
    const open = [...BUILDERS].filter(
      (name) => text.includes(name) && !called.has(name) && !found.has(name),
    );
    if (open.length === 0) continue;
    resolver.walk(file, (closure) => {
      if (closure.expr.kind !== 'select' && closure.expr.kind !== 'identifier') return;
      const name = resolver.calleeName(closure);
      if (name !== null && open.includes(name) && !found.has(name))
        found.set(name, { file: file.path, name });
    });
  }
  return [...found.values()];
}

import { pythonOf } from './destination.ts';
import { indented } from './flake.ts';
import type { NixMoveRequest } from './model.ts';
import type { ReadCall } from './read-call.ts';

/** The interpreter with the overrides of nixpkgs' Python packages, as a statement of a `let`. */
export function interpreterBinding(
  calls: readonly ReadCall[],
  { overrides }: NixMoveRequest,
): string {
  const python = pythonOf(calls);
  if (overrides.length === 0) return `interpreter = ${python};`;
  const receiver = /^[\w.'-]+$/.test(python) ? python : `(${python})`;
  return [
    `interpreter = ${receiver}.override {`,
    '  packageOverrides = final: prev: {',
    `    ${indented(overrides.join('\n'), '    ')}`,
    '  };',
    '};',
  ].join('\n');
}

/** What the call gives to the build of the project, as nixpkgs' builder takes it. */
export function builderAttributes({ args }: ReadCall): readonly string[] {
  return [...args.own, ...args.checks].map(({ name, value }) => `${name} = ${value};`);
}

/** What was changed of what the call made, around it. */
export function changed(application: string, { changes }: ReadCall): string {
  return changes.reduce(
    (value, change) => `(${value}).overridePythonAttrs (${change})`,
    application,
  );
}

export function packageRemarks({ call, args, result }: ReadCall): readonly string[] {
  return [
    'What is built has the versions of nixpkgs, and no longer those of poetry.lock.',
    ...(result === 'environment' && call.callee !== 'mkPoetryEnv'
      ? ['The environment has what the project depends on, and not the project.']
      : []),
    ...(args.isEditable
      ? ['The project is not in the environment: PYTHONPATH has to name its folder.']
      : []),
  ];
}

/** Of an environment what is wanted of the call: itself, a shell with it, or the list of what it has. */
export function asWanted(
  { result }: Pick<ReadCall, 'result'>,
  environment: string,
  list: string,
): string {
  if (result === 'shell') return `pkgs.mkShell {\n  packages = [ (${environment}) ];\n}`;
  return result === 'list' ? list : environment;
}

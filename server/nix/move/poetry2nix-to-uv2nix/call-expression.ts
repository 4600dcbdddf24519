import type { MovedCall, NixMoveRequest } from './model.ts';
import type { ReadCall } from './read-call.ts';

/** What stands in place of a call: an environment, or what is made of one. */
export function callExpression(
  { call, args, result }: Pick<ReadCall, 'call' | 'args' | 'result'>,
  request: Pick<NixMoveRequest, 'package' | 'extras' | 'groups'>,
  prefix: string,
): string {
  const { package: name } = request;
  const set = args.isEditable
    ? '(pythonSet.overrideScope (workspace.mkEditablePyprojectOverlay { root = "$REPO_ROOT"; }))'
    : 'pythonSet';
  const environment = `${set}.mkVirtualEnv "${name}-env" { ${name} = ${takenList(call, request)}; }`;
  switch (result) {
    case 'environment':
      return environment;
    case 'shell':
      return `pkgs.mkShell {\n  packages = [ (${environment}) ];\n}`;
    case 'list':
      return `[ (${environment}) ]`;
    case 'application':
      return [
        `(pkgs.callPackages ${prefix}pyproject-nix.build.util { }).mkApplication {`,
        `  venv = ${environment};`,
        `  package = pythonSet.${name};`,
        '}',
      ].join('\n');
  }
}

/** poetry2nix takes all extras, and for an environment the group `dev`, unless it is told. */
function takenList(
  { callee, groups, extras }: MovedCall,
  request: Pick<NixMoveRequest, 'extras' | 'groups'>,
): string {
  const wanted = groups ?? (callee === 'mkPoetryEnv' ? ['main', 'dev'] : ['main']);
  const asked = extras ?? ['*'];
  const names = [
    ...(asked.includes('*') ? request.extras : asked),
    ...wanted.filter((group) => group !== 'main' && request.groups.includes(group)),
  ];
  return names.length === 0 ? '[ ]' : `[ ${names.map((each) => `"${each}"`).join(' ')} ]`;
}

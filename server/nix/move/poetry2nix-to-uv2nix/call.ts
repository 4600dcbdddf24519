import type { Span } from '../../../text.ts';
import type { AttrSet, Expr } from '../../syntax.ts';
import { unwrap } from '../../tree.ts';
import type { MovedCall, NixMoveNote, NixMoveRequest } from './model.ts';

/** What the arguments of a call say, as they are written. */
export interface CallArguments {
  /** `pkgs.python311`; null for the default. */
  readonly python: string | null;
  /** Whether the project is imported from its folder when it runs. */
  readonly isEditable: boolean;
  /** What the build of the project itself is given, as attributes of an override. */
  readonly own: readonly string[];
  readonly notes: readonly NixMoveNote[];
}

/** Read by their names; what has no place with uv2nix is noted. Null where the argument is not written out. */
export function callArguments(argument: Expr, text: string): CallArguments | null {
  const set = unwrap(argument);
  if (set.kind !== 'attrs') return null;
  let python: string | null = null;
  let isEditable = false;
  const own: string[] = [];
  const notes: NixMoveNote[] = [];
  for (const { name, value, span } of attributesOf(set, text)) {
    if (name === 'python') python = value;
    else if (name === 'editablePackageSources') isEditable = true;
    else if (READ.has(name)) continue;
    else if (LISTS.has(name))
      own.push(`${name} = (old.${name} or [ ]) ++ ${inParentheses(value)};`);
    else if (LOST.has(name))
      notes.push({ kind: 'lost', message: `${name} has no place: ${LOST.get(name) ?? ''}.`, span });
    else own.push(`${name} = ${value};`);
  }
  return { python, isEditable, own, notes };
}

/** What is said in the manifest, the lock, or elsewhere in what is written. */
const READ: ReadonlySet<string> = new Set([
  'projectDir',
  'pyproject',
  'poetrylock',
  'preferWheels',
  'overrides',
  'groups',
  'checkGroups',
  'extras',
  'pname',
  'version',
  'name',
]);

const LISTS: ReadonlySet<string> = new Set([
  'buildInputs',
  'nativeBuildInputs',
  'propagatedBuildInputs',
  'propagatedNativeBuildInputs',
]);

const NO_CHECKS =
  'uv2nix runs no tests when it builds a package; they are a derivation of their own';
const LOST: ReadonlyMap<string, string> = new Map([
  ['doCheck', NO_CHECKS],
  ['checkPhase', NO_CHECKS],
  ['checkInputs', NO_CHECKS],
  ['nativeCheckInputs', NO_CHECKS],
  ['pytestFlagsArray', NO_CHECKS],
  ['pythonImportsCheck', NO_CHECKS],
  ['src', 'uv2nix takes the folder of the workspace'],
  ['makeWrapperArgs', 'uv2nix writes no wrapper'],
  ['extraPackages', 'what the environment has beside stands in the manifest, as a group'],
]);

interface Attribute {
  readonly name: string;
  readonly value: string;
  readonly span: Span;
}

function attributesOf({ bindings }: AttrSet, text: string): readonly Attribute[] {
  const slice = ({ start, end }: Span): string => text.slice(start, end);
  return bindings.flatMap((each): Attribute[] => {
    if (each.kind === 'binding')
      return [{ name: slice(each.path.span), value: slice(each.value.span), span: each.span }];
    const from = each.from === null ? '' : `(${slice(each.from.expr.span)}).`;
    return each.names.map((name) => ({
      name: slice(name.span),
      value: from + slice(name.span),
      span: each.span,
    }));
  });
}

function inParentheses(value: string): string {
  return /^[\w.[\]\s-]*$/.test(value) && !value.startsWith('with ') ? value : `(${value})`;
}

/** What stands in place of a call: an environment, or an application made of one. */
export function callExpression(
  call: MovedCall,
  { isEditable }: CallArguments,
  request: Pick<NixMoveRequest, 'package' | 'extras' | 'groups'>,
  asEnvironment: boolean,
  prefix: string,
): string {
  const { package: name } = request;
  const isApplication = call.callee === 'mkPoetryApplication' && !asEnvironment;
  const set = isEditable
    ? '(pythonSet.overrideScope (workspace.mkEditablePyprojectOverlay { root = "$REPO_ROOT"; }))'
    : 'pythonSet';
  const environment = `${set}.mkVirtualEnv "${name}-env" { ${name} = ${takenList(call, request)}; }`;
  if (!isApplication) return environment;
  return [
    `(pkgs.callPackages ${prefix}pyproject-nix.build.util { }).mkApplication {`,
    `  venv = ${environment};`,
    `  package = pythonSet.${name};`,
    '}',
  ].join('\n');
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

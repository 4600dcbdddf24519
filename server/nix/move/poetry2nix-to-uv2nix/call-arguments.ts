import type { Span } from '../../../text.ts';
import type { AttrSet, Expr } from '../../syntax.ts';
import { unwrap } from '../../tree.ts';
import type { NixMoveNote } from './model.ts';

/** What the arguments of a call say, as they are written. */
export interface CallArguments {
  /** `pkgs.python311`; null for the default. */
  readonly python: string | null;
  /** Whether the project is imported from its folder when it runs. */
  readonly isEditable: boolean;
  /** What the build of the project itself is given, as attributes of an override. */
  readonly own: readonly string[];
  /** Whether these may name each other. */
  readonly isRecursive: boolean;
  /** As they are written: what has no place, for a comment where the call stands. */
  readonly lost: readonly string[];
  readonly notes: readonly NixMoveNote[];
}

/** Read by their names; what has no place with uv2nix is noted. Null where the argument is not written out. */
export function callArguments(argument: Expr, text: string): CallArguments | null {
  const set = unwrap(argument);
  if (set.kind !== 'attrs') return null;
  let python: string | null = null;
  let isEditable = false;
  const own: string[] = [];
  const lost: string[] = [];
  const notes: NixMoveNote[] = [];
  for (const { name, value, span } of attributesOf(set, text)) {
    if (name === 'python') python = value;
    else if (name === 'editablePackageSources') isEditable = true;
    else if (READ.has(name) || IS_NOTHING.get(name)?.test(value) === true) continue;
    else if (LISTS.has(name))
      own.push(`${name} = (old.${name} or [ ]) ++ ${inParentheses(value)};`);
    else if (LOST.has(name)) {
      lost.push(text.slice(span.start, span.end));
      notes.push({
        kind: 'lost',
        message: `${name} has no place: ${LOST.get(name) ?? ''}. It is a comment where it stood.`,
        span,
      });
    } else own.push(`${name} = ${value};`);
  }
  return { python, isEditable, own, isRecursive: set.form === 'rec', lost, notes };
}

/** What is said in the manifest, the lock, or elsewhere in what is written. */
const READ: ReadonlySet<string> = new Set([
  'projectDir',
  'pyproject',
  'poetrylock',
  'preferWheels',
  'overrides',
  'groups',
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

/** What says by its value that nothing is to be done, as it is with uv2nix. */
const IS_NOTHING: ReadonlyMap<string, RegExp> = new Map([
  ['doCheck', /^false$/],
  ['checkGroups', /^\[\s*\]$/],
  ['pythonImportsCheck', /^\[\s*\]$/],
]);

const LOST: ReadonlyMap<string, string> = new Map([
  ['doCheck', NO_CHECKS],
  [
    'checkGroups',
    'uv2nix runs no tests when it builds a package; a check takes an environment with these groups',
  ],
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

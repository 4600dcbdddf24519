import type { Span } from '../../../text.ts';
import type { AttrSet, Expr } from '../../syntax.ts';
import { unwrap } from '../../tree.ts';

/** What the arguments of a call say, as they are written. */
export interface CallArguments {
  /** `pkgs.python311`; null for the default. */
  readonly python: string | null;
  /** Whether the project is imported from its folder when it runs. */
  readonly isEditable: boolean;
  /** What the build of the project itself is given, as attributes of an override. */
  readonly own: readonly OwnAttribute[];
  /** Of tests and wrappers, which only some builders have. */
  readonly checks: readonly OwnAttribute[];
  /** Whether these may name each other. */
  readonly isRecursive: boolean;
  /** What has no place anywhere. */
  readonly lost: readonly OwnAttribute[];
}

/** An attribute of a call. */
export interface OwnAttribute {
  readonly name: string;
  /** As it is written. */
  readonly value: string;
  readonly isList: boolean;
  /** Why it has no place where it has none, a clause; null where nothing is lost then. */
  readonly why: string | null;
  /** The statement. */
  readonly span: Span;
}

/** Read by their names. Null where the argument is not written out. */
export function callArguments(argument: Expr, text: string): CallArguments | null {
  const set = unwrap(argument);
  if (set.kind !== 'attrs') return null;
  let python: string | null = null;
  let isEditable = false;
  const own: OwnAttribute[] = [];
  const checks: OwnAttribute[] = [];
  const lost: OwnAttribute[] = [];
  for (const { name, value, span } of attributesOf(set, text)) {
    const attribute = { name, value, isList: LISTS.has(name), why: null, span };
    if (name === 'python') python = value;
    else if (name === 'editablePackageSources') isEditable = true;
    else if (READ.has(name)) continue;
    else if (CHECKS.has(name)) {
      const why = IS_NOTHING.get(name)?.test(value) === true ? null : (CHECKS.get(name) ?? '');
      checks.push({ ...attribute, why });
    } else if (IS_NOTHING.get(name)?.test(value) === true) continue;
    else if (LOST.has(name)) lost.push({ ...attribute, why: LOST.get(name) ?? '' });
    else own.push(attribute);
  }
  return { python, isEditable, own, checks, isRecursive: set.form === 'rec', lost };
}

/** `buildInputs = (old.buildInputs or [ ]) ++ [ … ];` in an override; any other attribute as it is. */
export function overriding({ name, value, isList }: OwnAttribute): string {
  return isList
    ? `${name} = (old.${name} or [ ]) ++ ${inParentheses(value)};`
    : `${name} = ${value};`;
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
const CHECKS: ReadonlyMap<string, string> = new Map([
  ['doCheck', NO_CHECKS],
  ['checkPhase', NO_CHECKS],
  ['checkInputs', NO_CHECKS],
  ['nativeCheckInputs', NO_CHECKS],
  ['pytestFlagsArray', NO_CHECKS],
  ['pythonImportsCheck', NO_CHECKS],
  ['makeWrapperArgs', 'uv2nix writes no wrapper'],
]);

/** What says by its value that nothing is to be done, as it is with uv2nix. */
const IS_NOTHING: ReadonlyMap<string, RegExp> = new Map([
  ['doCheck', /^false$/],
  ['checkGroups', /^\[\s*\]$/],
  ['pythonImportsCheck', /^\[\s*\]$/],
]);

const LOST: ReadonlyMap<string, string> = new Map([
  [
    'checkGroups',
    'no tests are run with groups of dependencies; a check takes an environment with them',
  ],
  ['src', 'the folder of the project is taken'],
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

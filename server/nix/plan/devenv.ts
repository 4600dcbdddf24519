import type { OverrideRequest } from '../model.ts';
import { nixAttrName, nixString } from '../print.ts';
import type { ArgumentsPlace } from '../read/arguments.ts';
import { bindingOf, mentionsName } from '../read/bindings.ts';
import { findPythonModules, type PythonModule } from '../read/devenv.ts';
import { needsOfKind, requestedInputs } from '../request.ts';
import { isWritten } from '../resolve/scope.ts';
import { unwrap } from '../tree.ts';
import type { Draft } from './draft.ts';
import { setContainer } from './insert.ts';
import { addAttribute, addToLists } from './mkshell.ts';
import type { Outcome } from './outcome.ts';
import { refused } from './outcome.ts';
import type { Placing } from './placing.ts';

/**
 * Gives a module of devenv what is compiled and loaded in its shell: programs among its `packages`; libraries there
 * too, whose libraries devenv puts on the path of Python, or among `languages.python.libraries` where these are given.
 */
export function placeInModules(
  request: OverrideRequest,
  { context, draft }: Placing,
): readonly Outcome[] {
  const modules = findPythonModules(context);
  if (modules.length === 0)
    return [refused('no-place', 'no module of devenv that turns languages.python on')];
  return modules.map((module) =>
    draft.attempt(() => placeInModule(module, request, draft, context.resolver)),
  );
}

function placeInModule(
  { set, scope, python }: PythonModule,
  request: OverrideRequest,
  draft: Draft,
  resolver: Placing['context']['resolver'],
): Outcome {
  const place: ArgumentsPlace = { set, scope, isInline: true, packages: null };
  const tools = requestedInputs(request, 'nativeBuildInputs');
  const libraries = requestedInputs(request, 'buildInputs');
  const variables = needsOfKind(request, 'environment');
  const given = resolver.attribute(python, 'libraries');
  const binding = bindingOf(set, ['packages'], scope);
  const packages = binding === null ? [] : [{ expr: binding.value, scope }];
  const first = given === null ? [...new Set([...tools, ...libraries])] : tools;
  const outcomes = [
    ...(first.length === 0 ? [] : [addToLists(place, packages, first, draft, resolver)]),
    ...(libraries.length === 0 || given === null
      ? []
      : [addToLists(place, [given], libraries, draft, resolver)]),
    ...variables.map(({ name, value }) => addVariable(place, name, nixString(value), draft)),
  ];
  if (outcomes.length === 0)
    return refused('unsupported', 'a shell takes libraries, tools and variables alone');
  return (
    outcomes.find(({ kind }) => kind === 'refused') ??
    outcomes.find(({ kind }) => kind === 'edited') ?? {
      kind: 'present',
      reason: 'the shell has all of it',
    }
  );
}

/** `env.NAME = …;` of the module, or one more of `env = { … }`. */
function addVariable(place: ArgumentsPlace, name: string, value: string, draft: Draft): Outcome {
  const { set, scope } = place;
  const env = bindingOf(set, ['env'], scope)?.value;
  const inner = env === undefined ? null : unwrap(env);
  const isThere =
    bindingOf(set, ['env', name], scope) !== null ||
    (inner?.kind === 'attrs' && mentionsName(inner, name, scope));
  if (isThere) return { kind: 'present', reason: 'the shell sets the variables' };
  const attr = nixAttrName(name);
  if (inner === null) return addAttribute(place, `env.${attr} = ${value};`, draft);
  if (inner.kind !== 'attrs' || !isWritten(inner) || setContainer(inner) === null)
    return refused('form', 'the env of the shell is not written out');
  return addAttribute({ ...place, set: inner }, `${attr} = ${value};`, draft);
}

import type { Span } from '../../text.ts';
import type { OverlayFacts } from '../by-target/model.ts';
import { NIX_TARGETS } from '../by-target/registry.ts';
import type { NixAnalysis } from '../read/read.ts';
import { lookUpAttribute } from '../read/sets.ts';
import type { Resolver } from '../resolve/resolver.ts';
import type { UseReading } from '../read/context.ts';
import type { NixMistake } from './model.ts';
import { inEveryOverride } from './model.ts';
import type { OverrideCall } from '../read/override-call.ts';
import { argumentSet, overrideCalls, simpleBindings } from './override-calls.ts';

/** Attributes of a build, which the functions that poetry2nix makes packages with do not take as arguments. */
const BUILD_ATTRIBUTES: ReadonlySet<string> = new Set([
  'buildInputs',
  'nativeBuildInputs',
  'propagatedBuildInputs',
  'doCheck',
  'format',
  'patches',
  'postPatch',
  'preBuild',
  'postBuild',
  'preConfigure',
  'postInstall',
  'preFixup',
  'postFixup',
]);

/**
 * What is silently ignored: `preferWheel` as an attribute of the build (it is an argument of `.override`), attributes of
 * the build as arguments of `.override` (poetry2nix's functions take any and drop them), and `preferWheel` on the
 * `mkPoetry…` call, where it is `preferWheels`.
 */
export function findOverrideNoEffect(analysis: NixAnalysis): readonly NixMistake[] {
  const { resolver, uses } = analysis;
  return [
    ...inEveryOverride(analysis, ({ entry, value }, { facts }) =>
      overrideCalls(resolver, value).calls.flatMap((call) =>
        inCall(resolver, call, facts, entry.normalized),
      ),
    ),
    ...uses.flatMap((use) => onTheCall(resolver, use)),
  ];
}

function inCall(
  resolver: Resolver,
  call: OverrideCall,
  facts: OverlayFacts,
  name: string,
): readonly NixMistake[] {
  const argument = argumentSet(resolver, call.argument);
  if (argument === null || facts.arguments === null) return [];
  const { wheel, method } = facts.arguments;
  const bindings = simpleBindings(argument);
  const file = argument.scope.file.path;
  const isOnly = bindings.length === 1 && argument.set.bindings.length === 1;
  const rename = (to: string): NixMistake['fix'] =>
    isOnly && file === call.argument.scope.file.path ? renamed(call.methodSpan, to) : null;
  if (call.method !== 'override')
    return bindings
      .filter((binding) => binding.name === wheel)
      .map(({ nameSpan }) => ({
        file,
        span: nameSpan,
        message: `${wheel} is an argument of .override. As an attribute of the build it has no effect.`,
        package: name,
        fix: argument.old === null ? rename('override') : null,
      }));
  // Other systems' functions reject what they do not take.
  if (!facts.dropsArguments) return [];
  return bindings
    .filter((binding) => BUILD_ATTRIBUTES.has(binding.name))
    .map((binding) => ({
      file,
      span: binding.nameSpan,
      message: `${binding.name} is an attribute of the build, which ${method} sets. As an argument of .override it has no effect.`,
      package: name,
      fix: rename(method),
    }));
}

/** `mkPoetryApplication { preferWheel = true; }` */
function onTheCall(resolver: Resolver, { use, argument }: UseReading): readonly NixMistake[] {
  const { wheelsOfCall, arguments: ofPackage } = NIX_TARGETS[use.target].overlays;
  if (wheelsOfCall === null || ofPackage === null || argument === null) return [];
  const { wheel } = ofPackage;
  if (lookUpAttribute(resolver, argument, wheel).found !== 'value') return [];
  const set = argumentSet(resolver, argument);
  const written = set === null ? undefined : simpleBindings(set).find(({ name }) => name === wheel);
  if (set === null || written === undefined) return [];
  const says =
    use.callee === 'mkPoetryApplication'
      ? 'It is passed on to the build, where it has no effect.'
      : `Nix says ‘called with unexpected argument '${wheel}'’.`;
  return [
    {
      file: set.scope.file.path,
      span: written.nameSpan,
      message: `${use.callee} takes ${wheelsOfCall}; ${wheel} is for the override of one package. ${says}`,
      package: null,
      fix: renamed(written.nameSpan, wheelsOfCall),
    },
  ];
}

function renamed(span: Span, newText: string): NonNullable<NixMistake['fix']> {
  return { title: `Use ${newText}`, edits: [{ span, newText }] };
}

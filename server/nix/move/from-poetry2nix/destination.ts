import { nixString } from '../../print.ts';
import type { NewInput } from './flake.ts';
import type { NixMoveRequest } from './model.ts';
import type { ReadCall } from './read-call.ts';

/** How files that build a project with one target make what poetry2nix made. */
export interface DestinationNix {
  /** What a flake takes in place of poetry2nix, in this order; each follows those before it and nixpkgs. */
  readonly inputs: readonly NewInput[];
  /** The same for a file that is no flake: statements of a `let`. */
  readonly fetched: readonly string[];
  /** The name that the others read: where a file has it already, none is shared. */
  readonly shared: string;
  /**
   * What all calls of the same settings read: statements of a `let`, from column 0. `prefix` stands before the names of
   * inputs.
   */
  readonly bindings: (
    calls: readonly ReadCall[],
    request: NixMoveRequest,
    prefix: string,
  ) => readonly string[];
  /** What stands in place of a call, from column 0. */
  readonly expression: (call: ReadCall, request: NixMoveRequest, prefix: string) => string;
  /** Whether its builder runs tests and writes wrappers, as that of poetry2nix does. */
  readonly runsChecks: boolean;
  /** Whether it lists what the project depends on, which no other file says then. */
  readonly writesPackages: boolean;
  /** What there is to look at for a call, a sentence each. */
  readonly remarks: (call: ReadCall) => readonly string[];
}

/** The extras and groups that poetry2nix took for a call: all extras, and for an environment the group `dev`, unless it was told. */
export function takenBy(
  { call }: Pick<ReadCall, 'call'>,
  request: Pick<NixMoveRequest, 'extras' | 'groups'>,
): { readonly extras: readonly string[]; readonly groups: readonly string[] } {
  const wanted = call.groups ?? (call.callee === 'mkPoetryEnv' ? ['main', 'dev'] : ['main']);
  const asked = call.extras ?? ['*'];
  return {
    extras: asked.includes('*') ? request.extras : asked,
    groups: wanted.filter((group) => group !== 'main' && request.groups.includes(group)),
  };
}

/** `[ "a" "b" ]` */
export function nixNames(names: readonly string[]): string {
  return names.length === 0 ? '[ ]' : `[ ${names.map(nixString).join(' ')} ]`;
}

/** The interpreter of calls that share theirs. */
export function pythonOf(calls: readonly ReadCall[]): string {
  return calls.find(({ args }) => args.python !== null)?.args.python ?? 'pkgs.python3';
}

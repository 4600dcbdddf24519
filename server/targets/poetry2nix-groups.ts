import type { TargetUse } from '../nix/api.ts';
import type { GroupsAsked, Names, TakenGroups } from './model.ts';
import { namesMainGroup } from './poetry2nix-revisions.ts';

/** They link the project's sources or scripts, and read no lock (poetry2nix `default.nix`). */
const WITHOUT_LOCK: ReadonlySet<string> = new Set([
  'mkPoetryEditablePackage',
  'mkPoetryScriptsPackage',
]);
const NOTHING: TakenGroups['certain'] = { groups: new Set(), extras: new Set(), packages: [] };

/**
 * `groups`, `checkGroups` and `extras` as poetry2nix takes them (default.nix, `mkInputAttrs`): what a call does not say
 * has a default, and `mkPoetryEnv` has one of its own. Before a269d29d the project's own dependencies are taken
 * whatever `groups` says. An argument that is not known leaves open what it decides, and nothing else.
 */
export function poetry2nixGroups(
  { callee, groups, checkGroups, extras }: TargetUse,
  { legacyGroups, pin }: GroupsAsked,
): TakenGroups {
  if (WITHOUT_LOCK.has(callee)) return { certain: NOTHING, possible: NOTHING };
  const naming = namesMainGroup(pin);
  const byDefault = callee === 'mkPoetryEnv' ? ['main', 'dev'] : ['main'];
  const certain = new Set(legacyGroups);
  for (const group of groups.known ? (groups.value ?? byDefault) : []) certain.add(group);
  for (const group of checkGroups.known ? (checkGroups.value ?? ['dev']) : []) certain.add(group);
  if (naming === false) certain.add('main');
  const isOpen = !groups.known || !checkGroups.known;
  const possible: Names = isOpen
    ? 'all'
    : naming === null
      ? new Set([...certain, 'main'])
      : certain;
  const named = extras.known ? (extras.value ?? ['*']) : [];
  const taken: Names = named.length === 1 && named[0] === '*' ? 'all' : new Set(named);
  return {
    certain: { groups: certain, extras: taken, packages: [] },
    possible: { groups: possible, extras: extras.known ? taken : 'all', packages: [] },
  };
}

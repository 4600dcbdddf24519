/** One thing that a `uv.lock` and its manifest say differently. */
export interface UvDifference {
  readonly kind:
    | 'project'
    | 'version'
    | 'package'
    | 'default-groups'
    | 'excludes'
    | 'requires-python'
    | 'members'
    | 'new-member'
    | 'lost-member'
    | 'member-kind'
    | 'dynamic'
    | 'local'
    | 'extras'
    | 'requirement'
    | 'group'
    | 'constraint'
    | 'environments'
    | 'conflicts'
    | 'metadata'
    | 'options';
  /** The package, or what else differs, by its normalised name; null where the kind says it all. */
  readonly name: string | null;
  /** The extra or group of a requirement; null for the project's own. */
  readonly place: string | null;
}

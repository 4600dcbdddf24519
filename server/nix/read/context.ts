import type { TargetUse } from '../model.ts';
import type { Resolver } from '../resolve/resolver.ts';
import type { Closure, NixFile } from '../resolve/scope.ts';
import type { ArgumentsPlace } from './arguments.ts';
import type { Call } from './calls.ts';
import type { InsertionPoint } from './insertion.ts';
import type { ReadLayer } from './layers.ts';
import type { Overlay } from './overlay.ts';
import type { PackagesName } from './packages-name.ts';

/** What the readers of the targets share. */
export interface ReadContext {
  readonly resolver: Resolver;
  readonly files: readonly NixFile[];
  /** Every call in them of a function that is known by name. */
  readonly calls: readonly Call[];
}

/** A use of a project, with what it was read from. */
export interface UseReading {
  readonly use: TargetUse;
  /** The call's argument; null where the use is not a call. */
  readonly argument: Closure | null;
  /** What its overrides compose, in the order in which it runs. */
  readonly layers: readonly ReadLayer[];
  readonly overlays: readonly Overlay[];
  /** The arguments of the call, for what the project itself needs; null where it is not a call that builds it, or none of them are written there. */
  own(): ArgumentsPlace | null;
  /** Where an override of one of its packages can go: into each of these. Read when it is asked for. */
  places(): readonly Place[];
}

/** Overlays composed, one of which takes an override, and where one more of them goes. */
export interface Place {
  /** In the order in which they run. */
  readonly layers: readonly ReadLayer[];
  /** Null where no place for another overlay is in reach. */
  readonly insertion: InsertionPoint | null;
  /** What nixpkgs is called there, beside `pkgs`; null where nothing is known. */
  readonly packages: PackagesName | null;
}

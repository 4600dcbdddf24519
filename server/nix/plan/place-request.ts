import type { OverrideRequest } from '../model.ts';
import type { Resolver } from '../resolve/resolver.ts';
import type { Dialect } from './dialect.ts';
import type { Draft } from './draft.ts';
import type { KnownStyles } from './entry-style.ts';
import type { PackagesName } from '../read/packages-name.ts';

/** A request for one package of a Python set, which the project itself may be. */
export interface PackageRequest extends OverrideRequest {
  /** PEP 503. */
  readonly package: string;
}

/** What placing it takes beside the chain of overlays. */
export interface PlaceContext {
  readonly dialect: Dialect;
  readonly draft: Draft;
  readonly resolver: Resolver;
  /** A name other than `pkgs` by which nixpkgs is in reach, or null. */
  readonly packages: PackagesName | null;
  readonly styles: KnownStyles;
}

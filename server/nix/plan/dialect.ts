import type { TargetId } from '../model.ts';
import type { ListName } from '../read/override.ts';

/** The targets whose overrides are functions from a package to a package. */
export type OverlayTarget = Extract<
  TargetId,
  'poetry2nix' | 'uv2nix' | 'pyproject-nix' | 'nixpkgs' | 'pypi2nix'
>;

/** How the overrides of one target are written. */
export interface Dialect {
  /** What changes the attributes of a package's build: a method of the package. */
  readonly method: string;
  /** What has the method, where it takes the package as its first argument (`python.overrideDerivation package f`); else null. */
  readonly helper: string | null;
  /** The argument of `override` that chooses the wheel; null where there is no wheel to choose. */
  readonly wheel: { readonly name: string; readonly value: string } | null;
  /** The list that build tools go into. */
  readonly toolList: ListName;
  /** Whether build tools are resolved with what they need themselves (`resolveBuildSystem`), which only the set with all overlays does. */
  readonly resolvesBuildSystems: boolean;
  /** Variables are attributes of their own: what is older than `env` (nixpkgs 22.11). */
  readonly plainEnvironment: boolean;
  /** What the documentation calls the set with all overlays, and the one before the overlay. */
  readonly parameters: { readonly final: string; readonly prev: string };
}

const FINAL_PREV = { final: 'final', prev: 'prev' } as const;

const OF_NIXPKGS: Dialect = {
  method: 'overridePythonAttrs',
  helper: null,
  wheel: null,
  toolList: 'build-system',
  resolvesBuildSystems: false,
  plainEnvironment: false,
  parameters: FINAL_PREV,
};

export const DIALECTS: Readonly<Record<OverlayTarget, Dialect>> = {
  poetry2nix: {
    method: 'overridePythonAttrs',
    helper: null,
    wheel: { name: 'preferWheel', value: 'true' },
    toolList: 'buildInputs',
    resolvesBuildSystems: false,
    plainEnvironment: false,
    parameters: FINAL_PREV,
  },
  uv2nix: {
    method: 'overrideAttrs',
    helper: null,
    wheel: { name: 'sourcePreference', value: '"wheel"' },
    toolList: 'nativeBuildInputs',
    resolvesBuildSystems: true,
    plainEnvironment: false,
    parameters: FINAL_PREV,
  },
  'pyproject-nix': OF_NIXPKGS,
  nixpkgs: OF_NIXPKGS,
  pypi2nix: {
    method: 'overrideDerivation',
    helper: 'python',
    wheel: null,
    toolList: 'buildInputs',
    resolvesBuildSystems: false,
    plainEnvironment: true,
    parameters: { final: 'self', prev: 'super' },
  },
};

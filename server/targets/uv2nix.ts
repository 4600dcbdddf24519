import { chooseFile } from './files.ts';
import type { Target } from './model.ts';

/**
 * uv2nix on pyproject.nix: the file kind follows `sourcePreference`, which every caller of
 * `mkPyprojectOverlay` states (`wheel` or `sdist`); a package may override it. Nothing is provided
 * to an sdist by default: build systems too come from overrides or from
 * `[tool.uv.extra-build-dependencies]`.
 */
export const uv2nix: Target = {
  id: 'uv2nix',
  label: 'uv2nix',
  defaultsAreKnown: true,
  distribution(locked, use, builds) {
    const override = use?.overrides.entries.findLast(
      (entry) => entry.normalized === locked.name && entry.preferWheel !== null,
    );
    if (override?.preferWheel != null) {
      const preference = override.preferWheel ? 'wheel' : 'sdist';
      return chooseFile(locked, preference, `sourcePreference is "${preference}" for it`, builds);
    }
    if (use !== null && !use.preferWheels.known) {
      return { kind: 'unknown', why: `sourcePreference is not known: ${use.preferWheels.why}` };
    }
    const preference =
      use === null || (use.preferWheels.known && use.preferWheels.value) ? 'wheel' : 'sdist';
    const why =
      use === null ? 'uv2nix templates prefer wheels' : `sourcePreference is "${preference}"`;
    return chooseFile(locked, preference, why, builds);
  },
  defaults() {
    return { answer: 'not-provided', because: 'uv2nix provides nothing by default' };
  },
};

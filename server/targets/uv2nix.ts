import { chooseFile } from './files.ts';
import type { Target } from './model.ts';
import { wheelPreference } from './preference.ts';

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
    const overall = wheelPreference(use, builds, true);
    if (!overall.known) {
      return { kind: 'unknown', why: `sourcePreference is not known: ${overall.why}` };
    }
    const preference = overall.value ? 'wheel' : 'sdist';
    const why = {
      nix: `sourcePreference is "${preference}"`,
      setting: `the setting prefer-wheels is ${overall.value}`,
      default: 'uv2nix templates prefer wheels',
    }[overall.from];
    return chooseFile(locked, preference, why, builds);
  },
  defaults() {
    return { answer: 'not-provided', because: 'uv2nix provides nothing by default' };
  },
};

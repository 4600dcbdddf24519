import type { PackageFacts } from '../../../../overrides-db/model.ts';
import type { LockedPackage } from '../../../locks/model.ts';
import type { Known, OverrideEntry } from '../../../nix/api.ts';
import { whatBuilds } from '../../../targets/build-system-pkgs.ts';
import type { Target } from '../../../targets/model.ts';
import { maybe, NO, yesByDefault, type Pinned, type Provider } from './model.ts';

/**
 * What a package depends on is among the inputs of its build, except with pyproject.nix: it builds in an environment of
 * build systems alone (pynacl without cffi is built without its module).
 */
export function dependencyProvider({ dependencies }: LockedPackage): Provider {
  return {
    answer: ({ need }) => {
      const builds =
        need.kind === 'build-system'
          ? dependencies.some(({ name }) => name === need.attr)
          : need.kind === 'any-build-system' &&
            dependencies.some(({ name }) => whatBuilds(name) === 'build-system');
      return builds ? yesByDefault('it is a dependency of the package') : NO;
    },
  };
}

/** What the way in which the target builds brings along, whatever overlays there are. */
export function builtInProvider(target: Target, locked: LockedPackage | null): Provider {
  return {
    answer({ need }) {
      const because = target.provides.builtIn(need, locked);
      return because === null ? NO : yesByDefault(because);
    },
  };
}

/**
 * What the target does for a package by itself.
 *
 * @param applied whether a use applies them at all.
 * @param entries the overrides of the package, which may replace what the defaults set.
 */
export function defaultsProvider(
  target: Target,
  facts: PackageFacts,
  { pin, nixpkgsUntil }: Pinned,
  applied: Known<boolean>,
  entries: readonly OverrideEntry[],
): Provider {
  const isReplaced = entries.some(
    (entry) => !entry.beforeDefaults && entry.lists.some((list) => list.replaces),
  );
  return {
    answer(fact, at) {
      if (!applied.known) return maybe(applied.why);
      if (!applied.value) return no(`${target.label}'s defaults are not applied`);
      const { answer, because } = target.provides.defaults(facts, fact, at, pin, nixpkgsUntil);
      switch (answer) {
        case 'provided':
          return isReplaced
            ? maybe('an override replaces what the defaults set')
            : yesByDefault(because);
        case 'unknown':
          return maybe(because);
        case 'not-provided':
          return no(because);
        case 'builds-without':
          return { answer: 'no', because, buildsWithout: true };
      }
    },
  };
}

/** A target that gives nothing by itself, in these words. */
export function nothingProvider(because: string): Provider {
  return { answer: () => no(because) };
}

function no(because: string): typeof NO {
  return { answer: 'no', because, buildsWithout: false };
}

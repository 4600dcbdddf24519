import type { Need } from '../../overrides-db/model.ts';
import type { RequestedNeed } from '../nix/api.ts';
import { BUILT } from './project-build.ts';
import { PLAIN_ASKS } from './asks.ts';
import { chooseFile, chooseRuled, EITHER, isWithoutFiles, ruleFor } from './files.ts';
import type { AskingPackage, Target } from './model.ts';

/** pip or Poetry inside a Nix shell: wheels first, sdists are compiled with what the shell holds. */
export const mkshell: Target = {
  id: 'mkshell',
  label: 'mkShell',
  pinned: null,
  failsOverWheels: () => null,
  reads: {
    files: null,
    tomlInNix: false,
    needsLock: false,
    needsFilesInLock: false,
    projectTable: true,
    asInstaller: true,
    uvSettings: false,
    takesByName: false,
  },
  distribution(locked, _use, builds) {
    const rule = ruleFor(locked.name, builds);
    if (rule !== undefined) return chooseRuled(locked, rule, builds);
    if (isWithoutFiles(locked)) return EITHER;
    return chooseFile(locked, 'wheel', 'installers prefer wheels', builds);
  },
  takenGroups() {
    // In a shell the user installs what they like.
    const groups = new Set(['main', 'dev']);
    return { certain: { groups, extras: new Set(), packages: [] }, possible: 'all' };
  },
  project: {
    built: () => BUILT,
    // What is not in the shell may be in the user's own environment.
    inputsAreKnown: false,
    takesRuntimeInputs: true,
  },
  provides: {
    noBuildSystem: () => false,
    propagates: false,
    dependenciesAreInputs: true,
    builtIn: () => null,
    defaults(_facts, { need }) {
      if (need.kind === 'ignored-library')
        return { answer: 'provided', because: 'nothing in a shell patches wheels' };
      return need.kind === 'build-system'
        ? { answer: 'provided', because: 'pip fetches it into an isolated build' }
        : { answer: 'not-provided', because: 'a shell holds only what it lists' };
    },
    defaultsAreKnown: false,
    byOverlays: false,
    ownSource: null,
    buildSystemsOf: null,
  },
  asks: { ...PLAIN_ASKS, subject: 'shell', needs: inShell },
};

/**
 * What is compiled in a shell finds headers only of what is among its packages; what runs, programs:
 * all of it is there, the programs first, and what is linked also among the libraries.
 */
function inShell(of: AskingPackage, needs: readonly Need[]): readonly RequestedNeed[] {
  const inputs = needs.filter((need) => need.kind === 'native-input');
  const tools = inputs.filter((need) => need.as === 'nativeBuildInputs');
  const linked = inputs.filter((need) => need.as !== 'nativeBuildInputs');
  const rust = needs.some(({ kind }) => kind === 'cargo-hash') ? RUST : [];
  const programs = [...[...tools, ...linked].map(({ attr }) => attr), ...rust];
  return [
    ...programs.map((attr) => ({ kind: 'input', list: 'nativeBuildInputs', attr }) as const),
    ...needs.flatMap((need): readonly RequestedNeed[] => {
      switch (need.kind) {
        case 'native-input':
          return need.as === 'buildInputs'
            ? [{ kind: 'input', list: 'buildInputs', attr: need.attr }]
            : [];
        case 'wheel-library':
          return [{ kind: 'input', list: 'buildInputs', attr: need.attr }];
        case 'build-system':
          return [{ kind: 'build-system', name: need.attr }];
        case 'environment':
          return [{ kind: 'environment', name: need.name, value: need.value }];
        // pip fetches what builds an sdist as the sdist says.
        case 'any-build-system':
        case 'cargo-hash':
        case 'ignored-library':
          return [];
      }
    }),
  ];
}

/** What compiles crates inside of a shell, where cargo may fetch them. */
const RUST: readonly string[] = ['cargo', 'rustc'];

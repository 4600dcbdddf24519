import { chooseFile, chooseRuled, EITHER, isWithoutFiles, ruleFor } from './files.ts';
import type { Target } from './model.ts';

/** pip or Poetry inside a Nix shell: wheels first, sdists are compiled with what the shell holds. */
export const mkshell: Target = {
  id: 'mkshell',
  label: 'mkShell',
  defaultsAreKnown: false,
  projectInputsAreKnown: false,
  minds: { installerRules: true, uvSettings: false },
  distribution(locked, _use, builds) {
    const rule = ruleFor(locked.name, builds);
    if (rule !== undefined) return chooseRuled(locked, rule, builds);
    if (isWithoutFiles(locked)) return EITHER;
    return chooseFile(locked, 'wheel', 'installers prefer wheels', builds);
  },
  builtIn: () => null,
  defaults(_facts, { need }) {
    return need.kind === 'build-system'
      ? { answer: 'provided', because: 'pip fetches it into an isolated build' }
      : { answer: 'not-provided', because: 'a shell holds only what it lists' };
  },
};

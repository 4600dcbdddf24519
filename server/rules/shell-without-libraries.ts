import type { Project } from '../project/model.ts';
import {
  shellsWithoutLibraries,
  type ShellWithoutLibraries,
} from '../project/overrides/mkshell-wheels.ts';
import type { Span } from '../text.ts';
import { enumeration } from '../words.ts';
import type { Rule } from './model.ts';

/** Said once a project, of its first shell. */
export const shellWithoutLibraries: Rule = {
  id: 'shell-without-libraries',
  about: 'nix',
  defaultSeverity: 'hint',
  summary: 'Wheels that are installed in a shell may not find libstdc++ there.',
  *check(project) {
    const [first] = shellsWithoutLibraries(project);
    if (first === undefined) return;
    const { packages, more } = first;
    const named = more ? `${packages.join(', ')} and others` : enumeration(packages);
    const isOne = packages.length === 1;
    yield {
      file: first.use.file,
      span: calleeSpan(project, first),
      message:
        `${named} ${isOne ? 'is installed from a wheel' : 'are installed from wheels'} that may link libstdc++.so.6 or libz.so.1. ` +
        `nixpkgs' Python finds these by LD_LIBRARY_PATH alone, which this shell does not set for them: ` +
        `importing ${isOne ? 'it' : 'one of them'} may fail with “libstdc++.so.6: cannot open shared object file”.`,
    };
  },
};

/** The name of the function that makes the shell. */
function calleeSpan({ input }: Project, { use }: ShellWithoutLibraries): Span {
  const { start } = use.span;
  const at = (input.nixFiles.get(use.file) ?? '').indexOf(use.callee, start);
  return { start, end: at < 0 ? start : at + use.callee.length };
}

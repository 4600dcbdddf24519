/** What a message speaks of; `tells.ts` says which need or advice comes of each. */
export type Tells =
  /** A C header, as `#include` has it. */
  | 'header'
  /** A library, as `-l` has it. */
  | 'library'
  /** A `.pc` file, by its name without the ending. */
  | 'pkg-config'
  | 'program'
  /** A package as CMake's `find_package` has it. */
  | 'cmake-package'
  /** A library or program by the name that people give it. */
  | 'named'
  /** A library or program as a sentence has it, of which only known names count. */
  | 'sought'
  /** A Python package as a sentence has it, of which only known build systems count. */
  | 'sought-module'
  /** A shared library by its file, or by the name that `dlopen` was given. */
  | 'shared-library'
  /** A Python module that a build imports. */
  | 'module'
  /** The same, where Python names the outermost part that is missing. */
  | 'imported-module'
  /** A distribution that a build asks for, as PEP 508 has it. */
  | 'requirement'
  /** A distribution that what was built depends on. */
  | 'dependency'
  /** The same, by its own name and not by a module's. */
  | 'distribution'
  /** A distribution that what was built depends on, and that is there in another version. */
  | 'other-version'
  /** A shared library that a wheel is linked to, by its file. */
  | 'linked-library'
  /** The compiler and the crates of a Rust extension. */
  | 'rust'
  /** A version that is taken from a repository; the name is the variable that states it instead. */
  | 'version'
  /** An attribute that Nix does not find. */
  | 'attribute'
  /** A file that two packages of an environment have: its path is the second group. */
  | 'collision'
  /** Nothing that an override could provide: only the advice. */
  | 'advice';

/**
 * One kind of message that tools print. The table is data: what comes of a row is in its `gives`,
 * and one test for each row holds it to that.
 */
export interface Message {
  /** A part of every such message, as it is written: most lines are passed over by it. */
  readonly marker: string;
  readonly pattern: RegExp;
  readonly tells: Tells;
  /** What such a message always speaks of; absent: its first group. */
  readonly names?: readonly string[];
  /** A sentence for people; `$1` stands for the first group of the pattern, and so on. */
  readonly advice?: string;
  /** Whether a build that succeeds prints it too: a search that may be in vain, a warning. */
  readonly isProbe?: true;
  /** Nix itself says so, before or instead of a build. */
  readonly inEvaluation?: true;
  /** Where the evaluation ended says more than the message does: in whose file. */
  readonly byPlace?: true;
  /** It is said of what was built: no input of the build is missing. */
  readonly isBuilt?: true;
  /** The first group, and a second one as its version, are the package that it is about. */
  readonly namesPackage?: true;
  /** Taking the wheel mends it. */
  readonly preferWheel?: true;
  /** Who prints it: the program, and the file where that was looked up. */
  readonly source: string;
  /** A line of our own, in the shape that the source prints. */
  readonly example: string;
  /** What comes of the example: the needs, `wheel`, or `advice` where there are none. */
  readonly gives: string;
}

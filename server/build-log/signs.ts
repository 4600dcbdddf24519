/** What a line says of how a build, or the whole log, ended. */
export type Sign = 'failed' | 'may-have-failed' | 'succeeded';

/**
 * Reads it of a line that no builder of Nix printed. `failed` is said by who ran the build and saw
 * its exit status; `may-have-failed` by a tool inside of it, which whatever called it may have made
 * up for: what is said last counts. Null where it says nothing.
 */
export function signOf(text: string): Sign | null {
  if (!SIGN.test(text)) return null;
  if (CERTAIN.some((one) => one.test(text))) return 'failed';
  // pytest counts both in one line.
  if (TESTS_FAILED.test(text)) return 'may-have-failed';
  if (SUCCESS.some((one) => one.test(text))) return 'succeeded';
  return POSSIBLE.some((one) => one.test(text)) ? 'may-have-failed' : null;
}

/** A part of everything below: nearly all lines are passed over by it. */
const SIGN =
  /fail|Fail|FAIL|rror|ERR|exit code|not build|\*\*\*|uccess|SUCCESS|succeeded|passed|Finished|^OK\b|^added |mismatch|could not be satisfied/;

const CERTAIN: readonly RegExp[] = [
  /builder for '\/[^'\s]{1,290}' failed/,
  /^error: (?:Cannot|cannot) build '\/[^'\s]{1,290}'/,
  /^error: build of '\/[^'\s]{1,290}/,
  /^error: hash mismatch in fixed-output derivation/,
  /^##\[error\]Process completed with exit code [1-9]/,
  /^Error: Process completed with exit code [1-9]/,
  /^ERROR: Job failed/,
  /^program finished with exit code [1-9]/,
  /^make: \*\*\* .{1,300} Error \d{1,3}$/,
  // nom, in its last line.
  /^┗━ .{0,300} Exited (?:with|after) [1-9]\d{0,5} (?:errors reported|build failures)/,
];

const TESTS_FAILED = /^={3,200} .{0,200}\d (?:failed|errors?)\b/;

const SUCCESS: readonly RegExp[] = [
  /^\s*Successfully (?:built|installed) /,
  /^\s*Successfully created /,
  /^\s*Finished `?(?:release|dev|test|bench)/,
  /^Job succeeded/,
  /^program finished with exit code 0/,
  /^={3,200} .{0,200}\d passed/,
  /^\s*Tests\s{1,8}\d{1,9} passed/,
  /^[#ℹ] fail 0$/,
  /^test result: ok\./,
  /^100% tests passed/,
  /^OK(?: \(|$)/,
  /^BUILD SUCCESS/,
  /^added \d{1,9} packages/,
  /^\d{1,9} passing \(/,
  /^ok\s+\S{1,200}\s+[\d.]{1,12}s$/,
];

const POSSIBLE: readonly RegExp[] = [
  /^\s*error: /,
  /^\s*Error: \S{1,40} executable not found/,
  /^\s*ERROR:? /,
  /^\s*[×x] Failed to build/,
  /^Failed to build /,
  /: finished with status 'error'/,
  /metadata-generation-failed|subprocess-exited-with-error/,
  /^\s*-- Configuring incomplete, errors occurred!/,
  /^ninja: build stopped: /,
  /^make\[\d{1,3}\]: \*\*\* .{1,300} Error \d{1,3}$/,
  /^CMake Error /,
  /: ERROR: /,
  /^npm (?:ERR!|error) /,
  /^error\[E\d{1,5}\]/,
  /^collect2: error: /,
  /fatal error: |erreur fatale|schwerwiegender Fehler/,
  /^FAILED \(/,
  /Installing \S{1,100} \([^)]{1,60}\): Failed/,
  /^\s*\S{1,250}\.(?:c|cc|cpp|cxx|h|hpp|pyx):\d{1,7}:\d{1,7}: error: /,
  /^auto-patchelf: \d{1,4} dependencies could not be satisfied/,
];

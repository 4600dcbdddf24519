import { cmakeMessages } from './cmake.ts';
import { compilerMessages } from './compilers.ts';
import { evaluationMessages } from './evaluation.ts';
import { exceptionMessages } from './exceptions.ts';
import { libraryMessages } from './libraries.ts';
import { mesonMessages } from './meson.ts';
import type { Message } from './model.ts';
import { nixHookMessages } from './nix-hooks.ts';
import { nixMessages } from './nix.ts';
import { pkgConfigMessages } from './pkg-config.ts';
import { programMessages } from './programs.ts';
import { proseMessages } from './prose.ts';
import { pythonMessages } from './python.ts';
import { rustMessages } from './rust.ts';
import { sourceMessages } from './sources.ts';
import { versionMessages } from './versions.ts';

/** All that is recognised; of several that fit a line, the first tells. */
export const messages: readonly Message[] = [
  ...evaluationMessages,
  ...nixMessages,
  ...nixHookMessages,
  ...rustMessages,
  ...versionMessages,
  ...mesonMessages,
  ...pkgConfigMessages,
  ...cmakeMessages,
  ...libraryMessages,
  ...compilerMessages,
  ...pythonMessages,
  ...sourceMessages,
  ...programMessages,
  ...proseMessages,
  ...exceptionMessages,
];

/** Fits every line that has the marker of some message: one look at nearly all lines, in place of one for each. */
export const hasMarker: RegExp = new RegExp(
  [...new Set(messages.map(({ marker }) => marker))].map(literally).join('|'),
);

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}

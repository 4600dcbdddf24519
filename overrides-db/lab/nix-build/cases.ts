import { readFileSync } from 'node:fs';

/** A release that a target builds before and after our own overrides: an element of cases.json. */
export interface Case {
  readonly target: 'uv2nix' | 'poetry2nix';
  readonly name: string;
  readonly version: string;
  readonly distribution: 'sdist' | 'wheel';
  /** What is imported of it. */
  readonly modules: readonly string[];
  /** Distributions that importing it takes as well, from wheels: `name==version`. */
  readonly with?: readonly string[];
  /** Why it cannot be built here, where it cannot. */
  readonly remark?: string;
}

export function openCases(): readonly Case[] {
  return JSON.parse(readFileSync(new URL('cases.json', import.meta.url), 'utf8'));
}

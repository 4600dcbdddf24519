import { describe, expect, it } from 'vitest';
import { useOf } from '../../test/nix/reading.ts';
import type { Names, Pin, TakenGroups } from './model.ts';
import { poetry2nixGroups } from './poetry2nix-groups.ts';
import { namesMainGroup } from './poetry2nix-revisions.ts';

const BEFORE: Pin = { revision: 'f'.repeat(40), date: '2023-10-30T04:33:19Z' };
const AFTER: Pin = { revision: 'ce2369db77f45688172384bbeb962bc6c2ea6f94', date: null };

function takenBy(call: string, pin: Pin | null, legacyGroups: readonly string[] = []): TakenGroups {
  const use = useOf(`{ p2n, groups }: p2n.${call}`);
  const of = { name: 'app', defaultGroups: [], legacyGroups, members: [], pin };
  return poetry2nixGroups(use, of);
}

/** The groups that are certain, and with a question mark those that may be taken. */
function groups(call: string, pin: Pin | null, legacy: readonly string[] = []): string {
  const { certain, possible } = takenBy(call, pin, legacy);
  const sure = [...(certain.groups === 'all' ? ['all'] : certain.groups)].toSorted();
  const may = possible === 'all' ? 'all' : possible.groups;
  const more = may === 'all' ? ['all'] : [...may].filter((name) => !sure.includes(name));
  return [...sure, ...more.map((name) => `${name}?`)].join(' ');
}

describe('the groups of poetry2nix', () => {
  it.each([
    ['mkPoetryApplication { projectDir = ./.; }', 'dev main', 'dev main'],
    ['mkPoetryApplication { projectDir = ./.; groups = [ ]; }', 'dev', 'dev main'],
    ['mkPoetryApplication { groups = [ ]; checkGroups = [ ]; }', '', 'main'],
    ['mkPoetryApplication { groups = [ "docs" ]; checkGroups = [ ]; }', 'docs', 'docs main'],
    ['mkPoetryEnv { checkGroups = [ ]; }', 'dev main', 'dev main'],
    ['mkPoetryEnv { groups = [ "main" ]; checkGroups = [ ]; }', 'main', 'main'],
    // An argument leaves open what it decides.
    ['mkPoetryEnv { inherit groups; checkGroups = [ "test" ]; }', 'test all?', 'main test all?'],
  ])('%s', (call, since, before) => {
    expect(groups(call, AFTER)).toBe(since);
    expect(groups(call, BEFORE)).toBe(before);
  });

  it.each(['mkPoetryEditablePackage', 'mkPoetryScriptsPackage'])('are none of %s', (callee) => {
    expect(groups(`${callee} { projectDir = ./.; }`, AFTER, ['dev'])).toBe('');
  });

  it('may be main where it is not known which revision it is', () => {
    expect(groups('mkPoetryApplication { groups = [ ]; checkGroups = [ ]; }', null)).toBe('main?');
  });

  it('have what the older dev-dependencies are, whatever is asked for', () => {
    expect(groups('mkPoetryApplication { checkGroups = [ ]; }', AFTER, ['dev'])).toBe('dev main');
  });
});

function text(names: Names): string {
  return names === 'all' ? names : [...names].join(' ');
}

describe('the extras of poetry2nix', () => {
  it.each([
    ['', 'all', 'all'],
    ['extras = [ "*" ];', 'all', 'all'],
    ['extras = [ ];', '', ''],
    ['extras = [ "a" "b" ];', 'a b', 'a b'],
    ['extras = groups;', '', 'all'],
  ])('%s', (extras, sure, may) => {
    const { certain, possible } = takenBy(`mkPoetryApplication { ${extras} }`, AFTER);
    expect(text(certain.extras)).toBe(sure);
    expect(possible === 'all' ? possible : text(possible.extras)).toBe(may);
  });
});

describe('revisions of poetry2nix that have a group main', () => {
  it.each([
    [
      'the commit itself, by its name alone',
      'a269d29d7c180aaf896188a126905a24d16720a5',
      null,
      true,
    ],
    ['of a branch of that day that lacks it', '11534610', '2024-10-28T17:38:22Z', null],
    ['of that day, by its name', '498ba8dc', '2024-10-28T14:04:50Z', true],
    ['an older one', 'edc69ea2f98c385cfde1026c9f359c3defd249dc', '2023-10-21T12:37:00Z', false],
    ['a later one of somewhere else', '0123456789', '2025-11-01T00:00:00Z', true],
    ['one without a date', '0123456789', null, null],
  ])('%s', (_name, revision, date, expected) => {
    expect(namesMainGroup({ revision, date })).toBe(expected);
  });

  it('are not known where none is pinned', () => {
    expect(namesMainGroup(null)).toBeNull();
  });
});

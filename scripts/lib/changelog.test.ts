import { describe, expect, it } from 'vitest';
import { changesOf } from './changelog.ts';

const CHANGELOG = `# Changelog

## [Unreleased]

## [1.2.0] - 2026-01-02

### Added

- A thing.

## [1.1.0]

- The first.
`;

describe('changesOf', () => {
  it('takes the section of the version, and no other', () => {
    expect(changesOf(CHANGELOG, '1.2.0')).toBe('### Added\n\n- A thing.');
    expect(changesOf(CHANGELOG, '1.1.0')).toBe('- The first.');
  });

  it.each(['1.0.0', '1.2', 'Unreleased'])('has nothing for %s', (version) => {
    expect(changesOf(CHANGELOG, version)).toBeNull();
  });
});

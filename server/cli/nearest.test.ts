import { expect, it } from 'vitest';
import { rules } from '../rules/registry.ts';
import { settingsTable } from '../session/settings/settings-table.ts';
import { didYouMean, nearest } from './nearest.ts';

const CODES = rules.map(({ id }) => id);
const SETTINGS = Object.values(settingsTable).map(({ key }) => key);

it.each([
  ['lock-stal', CODES, 'lock-stale'],
  ['missing-nativ-input', CODES, 'missing-native-input'],
  ['sevrity', SETTINGS, 'severity'],
  ['prefer-wheel', SETTINGS, 'prefer-wheels'],
  ['chekc', ['check', 'explain'], 'check'],
])('finds what was meant: %s', (given, known, meant) => {
  expect(nearest(given, known)).toBe(meant);
  expect(didYouMean(given, known)).toBe(`; did you mean ${meant}?`);
});

it.each([
  ['nothing-like-it', CODES],
  ['colour', SETTINGS],
  ['', SETTINGS],
  ['x', ['check', 'explain']],
])('finds nothing where no word is near: %s', (given, known) => {
  expect(nearest(given, known)).toBeNull();
  expect(didYouMean(given, known)).toBe('');
});

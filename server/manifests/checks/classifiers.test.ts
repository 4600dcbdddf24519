import { describe, expect, it } from 'vitest';
import { fixed, messagesOf, problemsOf } from '../testing.ts';

const CODES = ['unknown-classifier', 'deprecated-classifier'];

function withClassifier(text: string): string {
  return `[tool.poetry]\nname = "x"\nversion = "1"\nclassifiers = ["${text}"]\n`;
}

describe('unknown-classifier', () => {
  it.each([
    'Topic :: Utilities',
    'Private :: Do Not Upload',
    'Programming Language :: Python :: 3.99',
    'Framework :: Django :: 12.0',
    'Framework :: Something New',
  ])('lets %s pass, which is known or may be newer than the list', (text) => {
    expect(problemsOf(withClassifier(text), ...CODES)).toEqual([]);
  });

  it.each([
    ['Operating System :: OS Independant', 'Operating System :: OS Independent'],
    ['Intended Audience :: developers', 'Intended Audience :: Developers'],
    ['Programming Language :: Pyhton :: 3', null],
    ['Licence :: OSI Approved', null],
    ['utilities', null],
  ])('finds %s', (text, meant) => {
    expect(messagesOf(withClassifier(text), ...CODES)).toEqual([
      `Unrecognized classifiers: ['${text}'].`,
    ]);
    expect(fixed(withClassifier(text), 'unknown-classifier')).toBe(
      meant === null ? null : withClassifier(meant),
    );
  });
});

describe('deprecated-classifier', () => {
  it('is replaced where one takes its place', () => {
    const text = withClassifier('Natural Language :: Ukranian');
    expect(problemsOf(text, ...CODES)).toEqual([
      'deprecated-classifier @ Natural Language :: Ukranian',
    ]);
    expect(fixed(text, 'deprecated-classifier')).toBe(
      withClassifier('Natural Language :: Ukrainian'),
    );
    const removed = withClassifier('License :: OSI Approved :: X.Net License');
    expect(messagesOf(removed, ...CODES)[0]).toContain('Must be removed.');
    expect(fixed(removed, 'deprecated-classifier')).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { readNetrc } from './netrc.ts';

describe('a .netrc', () => {
  it('has a login for each machine, the first of each', () => {
    const text = [
      '# mine',
      'machine index.example.org login me password s3cret',
      'machine other.example.org',
      '  login you',
      '  account none',
      '  password word',
      'machine index.example.org login again password other',
      'default login anybody password anything',
    ].join('\n');
    expect([...readNetrc(text)]).toEqual([
      ['index.example.org', { user: 'me', password: 's3cret' }],
      ['other.example.org', { user: 'you', password: 'word' }],
    ]);
  });

  it('is not misled by a macro', () => {
    const text =
      'macdef init\nmachine evil.example.org login a password b\n\nmachine good.example.org login c password d\n';
    expect([...readNetrc(text).keys()]).toEqual(['good.example.org']);
  });

  it.each(['', 'machine', 'machine a', 'password x', 'machine a login b', 'login machine a'])(
    'that says nothing whole gives nothing: %j',
    (text) => expect(readNetrc(text).size).toBe(0),
  );
});

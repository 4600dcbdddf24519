import { parseVersion } from '../../python/version.ts';
import type { Schema } from './schema.ts';

/** A URL as far as Poetry's schemas look at it: a scheme, a colon, and no white space behind. */
export const address: Schema = {
  type: 'string',
  format: { words: 'a URL', fits: (value) => /^\w+:\S+$/.test(value) },
};

/** One `@`, and a dot behind it. */
export const email: Schema = {
  type: 'string',
  format: {
    words: 'an e-mail address',
    fits: (value) => {
      const [local = '', domain = '', ...rest] = value.split('@');
      return local !== '' && rest.length === 0 && /.\../s.test(domain);
    },
  },
};

/** PEP 440. */
export const version: Schema = {
  type: 'string',
  format: { words: 'a version', fits: (value) => parseVersion(value) !== null },
};

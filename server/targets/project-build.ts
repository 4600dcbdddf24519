import type { Built } from './model.ts';

export const BUILT: Built = { state: 'yes', why: 'it is the project itself' };

export const NOT_KNOWN: Built = { state: 'unknown', why: 'where it is built is not known' };

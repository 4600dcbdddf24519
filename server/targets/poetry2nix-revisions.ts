import type { Pin } from './model.ts';

/**
 * Whether a revision of nix-community/poetry2nix has commit a269d29d, by which `main` is a group that `groups` has to
 * name; null where that cannot be told. What has it in its history is known by name up to 2025-04-03, when the
 * development ended; it came to the main line by caddf146. A date decides alone where nothing else was made then.
 */
export function namesMainGroup(pin: Pin | null): boolean | null {
  if (pin === null) return null;
  const { revision, date, others = [] } = pin;
  const answers = others.map((each) => namesMainGroup({ revision: each, date }));
  if (answers.some((answer) => answer !== namesMainGroup({ revision, date }))) return null;
  if (revision.length >= SHORT && REVISIONS.has(revision.slice(0, SHORT))) return true;
  if (date === null) return null;
  if (date < FIRST) return false;
  // Three commits of that day have it not, in a branch of their own.
  return date > LAST_WITHOUT ? true : null;
}

const FIRST = '2024-10-28T12:44:22Z';
const LAST_WITHOUT = '2024-10-29T00:00:00Z';

const SHORT = 8;
const REVISIONS: ReadonlySet<string> = new Set(
  (
    '0084e9c7 020d9f5d 025133df 0280f914 032e07f8 058cce6f 06eb56b6 09128277 0a6a4ae4 0e1f6592 ' +
    '121db292 13348ae2 1b44f210 1ee732e9 1f580b39 1fb01e90 23fd776c 25b1472c 2680fdb2 29b2641c ' +
    '2b84afaf 2e4c8e6a 2e659de1 308bf936 310c4587 32b25fe2 345d42b1 34d0bc59 3559eff2 373b1d1d ' +
    '3b15d792 3cdb05a2 3cf8908f 3d2a620c 3defb113 3e93d62b 3f02f1c6 43a898b4 44150b8a 4474a0fb ' +
    '47929d63 498ba8dc 49922103 4af430df 4d260d90 4e0f610d 4e58832c 4e847124 5090db81 537bca23 ' +
    '558edbef 5a0a462c 5c4de984 616e90c0 61889c31 62573b2c 64be7f89 6a7b3201 6ac156c7 6bf5ecdf ' +
    '6e557278 709c5dc5 713da747 75d05153 793b2e3b 79941525 7b3eed7d 7d8c0523 7e2a6345 7e7216a1 ' +
    '7ecc0652 80048416 80b336fc 810edadd 81636305 81fba45d 846d405e 856510e9 85e0bc23 868991b9 ' +
    '88f20440 89d4c1c3 8cbb48a2 8ce31f2a 8e2b04d6 8eddf5e0 8f268914 91cfef24 92be204a 93535fea ' +
    '936af9aa 9402cbda 9457c2c0 98293f0b 9a7018e7 9bd09211 9f28fb33 a012bcf7 a1925e08 a269d29d ' +
    'a3071542 a4958655 a5e567a0 a7bc2771 a9ded9d1 ab36ed84 ac847558 ae82da53 b07b25e4 b0b33d45 ' +
    'b4f29426 b5d529aa b778b166 b85d4ae2 b9a98080 ba6703c5 bb182fd6 bb59cd36 be0cb8b5 be1fe795 ' +
    'be34b419 c0202d6e c022dbf3 c079c990 c2a75a39 c38a250b c9364674 caddf146 ce2369db ce2d9a0b ' +
    'd0b3bf5c d0d188f1 d1d9b2f6 d417a356 d52c8eee d90f9db6 dac721de dd481e5f def16bab e3f40d83 ' +
    'e5ebc940 f1289740 f554d27c f6ed4708 f78e42c8 f842aae3 f9ee56b7 fa8aac46 fc5425c3 fe83e4ea ' +
    'fef3f0cb ffa9c05b'
  ).split(' '),
);

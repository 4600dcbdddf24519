import { expect, it } from 'vitest';
import { storePathOf } from './store-path.ts';

it('is the path that Nix 2.34 gives a file by its hash: `nix-store --print-fixed-path sha256`', () => {
  expect(
    storePathOf(
      'psycopg2-2.9.10.tar.gz',
      '12ec0b40b0273f95296233e8750441339298e6a572f7039da5b260e3c8b60e11',
    ),
  ).toBe('/nix/store/s7hw2619xdq7a4zayqn5gpgifk140xj5-psycopg2-2.9.10.tar.gz');
});

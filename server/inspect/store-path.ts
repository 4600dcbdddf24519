import { createHash } from 'node:crypto';

/** Where Nix keeps what was installed, unless it was built for another place. */
const STORE = '/nix/store';

/**
 * The path in the Nix store of a file that was fetched with a hash of its bytes (`fetchurl`): it follows from
 * name and hash alone. As Nix computes it for flat outputs: `makeFixedOutputPath` in `libstore/store-dir-config.cc`.
 *
 * @param sha256 of the bytes, hexadecimal
 */
export function storePathOf(name: string, sha256: string, store: string = STORE): string {
  const inner = digest(`fixed:out:sha256:${sha256}:`).toString('hex');
  const whole = digest(`output:out:sha256:${inner}:${store}:${name}`);
  return `${store}/${base32(compressed(whole))}-${name}`;
}

/** Bytes of the hash in a path. */
const SIZE = 20;

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** `compressHash`: what is beyond the end is folded onto the beginning. */
function compressed(bytes: Buffer): Uint8Array {
  const folded = new Uint8Array(SIZE);
  for (const [index, byte] of bytes.entries())
    folded[index % SIZE] = (folded[index % SIZE] ?? 0) ^ byte;
  return folded;
}

const DIGITS = '0123456789abcdfghijklmnpqrsvwxyz';

/** Nix' own base 32: five bits a digit, the last digit first. */
function base32(bytes: Uint8Array): string {
  const length = Math.ceil((bytes.length * 8) / 5);
  let text = '';
  for (let digit = length - 1; digit >= 0; digit -= 1) {
    const bit = digit * 5;
    const index = Math.floor(bit / 8);
    const pair = (bytes[index] ?? 0) | ((bytes[index + 1] ?? 0) << 8);
    text += DIGITS[(pair >> (bit % 8)) & 31] ?? '';
  }
  return text;
}

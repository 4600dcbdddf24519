const DIGITS: Readonly<Record<string, number>> = { sha256: 64, sha512: 128 };

/** The hash of a lock (`sha256:` and hex digits) as Nix has it in sources (SRI: `sha256-` and base64); null for one of another form. */
export function sriOf(hash: string): string | null {
  const [, kind = '', digits = ''] = /^(sha256|sha512):([0-9a-f]+)$/i.exec(hash) ?? [];
  if (digits.length === 0 || digits.length !== DIGITS[kind.toLowerCase()]) return null;
  return `${kind.toLowerCase()}-${Buffer.from(digits, 'hex').toString('base64')}`;
}

import { BlockList, isIP } from 'node:net';

/**
 * Whether an address on the network is one of the public internet. Private, link-local, loopback and other special
 * addresses (RFC 6890 and its kin) are where a request could reach what is meant for this machine or house alone.
 *
 * @param address IPv4 or IPv6 as text; anything else is not public
 */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 0) return false;
  if (family === 4) return !SPECIAL.check(address, 'ipv4');
  return !SPECIAL.check(address, 'ipv6') && !embedsSpecial(address);
}

const SPECIAL = new BlockList();
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  SPECIAL.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of [
  ['::', 127],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const)
  SPECIAL.addSubnet(net, prefix, 'ipv6');

/** IPv6 that stands for an IPv4 address: mapped (`::ffff:0:0/96`), by NAT64 (`64:ff9b::/96`) and by 6to4 (`2002::/16`). */
function embedsSpecial(address: string): boolean {
  const groups = groupsOf(address);
  if (groups === null) return true;
  const [a = 0, b = 0, c = 0] = groups;
  const tail = groups.slice(6);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xff_ff;
  const isCompatible = groups.slice(0, 6).every((group) => group === 0);
  const isTranslated = a === 0x64 && b === 0xff_9b;
  if (isMapped || isCompatible || isTranslated) return SPECIAL.check(dotted(tail), 'ipv4');
  return a === 0x20_02 && SPECIAL.check(dotted([b, c]), 'ipv4');
}

/** The eight groups of an IPv6 address; null for one with a zone, which belongs to one link. */
function groupsOf(address: string): readonly number[] | null {
  const text = address.replace(
    /(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/,
    (_, a: string, b: string, c: string, d: string) =>
      `${hex(Number(a) * 256 + Number(b))}:${hex(Number(c) * 256 + Number(d))}`,
  );
  if (text.includes('%')) return null;
  const [head = '', tail] = text.split('::');
  const before = groupsIn(head);
  const after = tail === undefined ? [] : groupsIn(tail);
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  const groups = [...before, ...Array.from({ length: Math.max(0, zeros) }, () => 0), ...after];
  return groups.length === 8 ? groups : null;
}

function groupsIn(side: string): readonly number[] {
  return side === '' ? [] : side.split(':').map((group) => Number.parseInt(group, 16));
}

function dotted([high = 0, low = 0]: readonly number[]): string {
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

function hex(value: number): string {
  return value.toString(16);
}

/** What a small shared object is to say. For tests. */
export interface ElfSpec {
  readonly needed?: readonly string[];
  readonly soname?: string;
  readonly runpath?: string;
  /** The texts among its constants. */
  readonly constants?: readonly string[];
}

/** An ELF file for x86-64 with a dynamic section and one of constants, and no code. */
export function elfOf({ needed = [], soname, runpath, constants = [] }: ElfSpec): Uint8Array {
  let strings = '\0.rodata\0.shstrtab\0';
  const text = (value: string): number => {
    strings += `${value}\0`;
    return strings.length - value.length - 1;
  };
  const dynamic: (readonly [number, number])[] = [
    ...needed.map((name) => [1, text(name)] as const),
    ...(soname === undefined ? [] : [[14, text(soname)] as const]),
    ...(runpath === undefined ? [] : [[29, text(runpath)] as const]),
  ];
  const stringsAt = 64 + 2 * 56;
  const dynamicAt = stringsAt + strings.length;
  const dynamicSize = 16 * (dynamic.length + 2);
  const rodata = Buffer.from(`\0${constants.join('\0')}\0`, 'latin1');
  const rodataAt = dynamicAt + dynamicSize;
  const sectionsAt = rodataAt + rodata.length;
  const bytes = Buffer.alloc(sectionsAt + 3 * 64);
  const long = (value: number, at: number): void => void bytes.writeBigUInt64LE(BigInt(value), at);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  bytes.writeUInt16LE(62, 18);
  long(64, 32);
  long(sectionsAt, 40);
  bytes.writeUInt16LE(56, 54);
  bytes.writeUInt16LE(2, 56);
  bytes.writeUInt16LE(64, 58);
  bytes.writeUInt16LE(3, 60);
  bytes.writeUInt16LE(2, 62);
  const base = 0x1000;
  for (const [index, [type, offset, size]] of [
    [1, 0, bytes.length],
    [2, dynamicAt, dynamicSize],
  ].entries()) {
    const at = 64 + index * 56;
    bytes.writeUInt32LE(type ?? 0, at);
    long(offset ?? 0, at + 8);
    long(base + (offset ?? 0), at + 16);
    long(size ?? 0, at + 32);
  }
  bytes.write(strings, stringsAt, 'latin1');
  for (const [index, [tag, value]] of [...dynamic, [5, base + stringsAt], [0, 0]].entries()) {
    long(tag ?? 0, dynamicAt + 16 * index);
    long(value ?? 0, dynamicAt + 16 * index + 8);
  }
  bytes.set(rodata, rodataAt);
  for (const [index, [name, offset, size]] of [
    [0, 0, 0],
    [1, rodataAt, rodata.length],
    [9, stringsAt, strings.length],
  ].entries()) {
    bytes.writeUInt32LE(name ?? 0, sectionsAt + index * 64);
    long(offset ?? 0, sectionsAt + index * 64 + 24);
    long(size ?? 0, sectionsAt + index * 64 + 32);
  }
  return bytes;
}

/** A Mach-O library for arm64 with these load commands and no code. For tests. */
export function machOOf(needed: readonly string[], minimum: readonly [number, number]): Uint8Array {
  const commands = [
    ...needed.map((name) => {
      const size = 24 + Math.ceil((name.length + 1) / 8) * 8;
      const command = Buffer.alloc(size);
      command.writeUInt32LE(0xc, 0);
      command.writeUInt32LE(size, 4);
      command.writeUInt32LE(24, 8);
      command.write(name, 24);
      return command;
    }),
    Buffer.from(
      Uint32Array.from([0x32, 24, 1, (minimum[0] << 16) | (minimum[1] << 8), 0, 0]).buffer,
    ),
  ];
  const header = Buffer.alloc(32);
  header.writeUInt32LE(0xfeedfacf, 0);
  header.writeUInt32LE(commands.length, 16);
  return Buffer.concat([header, ...commands]);
}

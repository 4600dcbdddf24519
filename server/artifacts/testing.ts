import { deflateRawSync, gzipSync } from 'node:zlib';

/** An archive's member, for tests. */
export interface Member {
  readonly path: string;
  readonly content?: string | Uint8Array;
  /** Of tar: `0` for a file. */
  readonly type?: string;
  /** What the header claims, where that is another than the content's length. */
  readonly claimed?: number;
}

/** An sdist of these files below one folder. For tests. */
export function sdistOf(files: Readonly<Record<string, string>>): Uint8Array {
  const members = Object.entries(files).map(([path, content]) => ({
    path: `p-1.0/${path}`,
    content,
  }));
  return tarGz(members);
}

export function tarGz(members: readonly Member[]): Uint8Array {
  return gzipSync(tar(members));
}

export function tar(members: readonly Member[]): Uint8Array {
  const blocks = members.flatMap(({ path, content = '', type = '0', claimed }) => {
    const bytes = Buffer.from(content);
    const header = Buffer.alloc(512);
    header.write(path.slice(0, 100), 0);
    header.write('0000644\0', 100);
    header.write(`${(claimed ?? bytes.length).toString(8).padStart(11, '0')}\0`, 124);
    header.write('        ', 148);
    header.write(type, 156);
    header.write('ustar\u000000', 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return [header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

/** A zip, deflated. For tests. */
export function zip(members: readonly Member[]): Uint8Array {
  const locals: Buffer[] = [];
  const list: Buffer[] = [];
  let offset = 0;
  for (const { path, content = '', claimed } of members) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes);
    const name = Buffer.from(path);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt16LE(name.length, 26);
    const row = Buffer.alloc(46);
    row.writeUInt32LE(0x02014b50, 0);
    row.writeUInt16LE(8, 10);
    row.writeUInt32LE(packed.length, 20);
    row.writeUInt32LE(claimed ?? bytes.length, 24);
    row.writeUInt16LE(name.length, 28);
    row.writeUInt32LE(offset, 42);
    locals.push(local, name, packed);
    list.push(row, name);
    offset += 30 + name.length + packed.length;
  }
  const directory = Buffer.concat(list);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

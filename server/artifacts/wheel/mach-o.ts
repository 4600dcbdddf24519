/** What the load commands of a Mach-O file say (`mach-o/loader.h`). */
export interface MachOReading {
  /** The libraries that dyld loads, as they are written: `@rpath/libfoo.dylib`, `/usr/lib/libz.1.dylib`. */
  readonly needed: readonly string[];
  /** Those of them that may be missing. */
  readonly weak: readonly string[];
  readonly id: string | null;
  readonly rpaths: readonly string[];
  /** The least macOS that it runs on, `11.0`; null where it does not say. */
  readonly minimumSystem: string | null;
}

/** Reads a library or program, of several architectures the first; null for anything that is no Mach-O file. */
export function readMachO(bytes: Uint8Array): MachOReading | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 32) return null;
  const magic = view.getUint32(0, false);
  if (magic !== FAT && magic !== FAT_64) return readThin(view, 0);
  const count = view.getUint32(4, false);
  // A Java class file begins with the same four bytes and a version above 44.
  if (count === 0 || count > 40) return null;
  const offset = magic === FAT ? view.getUint32(16, false) : Number(view.getBigUint64(16, false));
  return offset + 32 > bytes.length ? null : readThin(view, offset);
}

const FAT = 0xcafebabe;
const FAT_64 = 0xcafebabf;
const THIN = 0xfeedface;
const THIN_64 = 0xfeedfacf;
const MOST_COMMANDS = 5000;
const COMMAND = {
  loadDylib: 0xc,
  idDylib: 0xd,
  loadWeakDylib: 0x80000018,
  rpath: 0x8000001c,
  reexportDylib: 0x8000001f,
  versionMin: 0x24,
  buildVersion: 0x32,
} as const;

function readThin(view: DataView, start: number): MachOReading | null {
  const isLittle = [THIN, THIN_64].includes(view.getUint32(start, true));
  const magic = view.getUint32(start, isLittle);
  if (magic !== THIN && magic !== THIN_64) return null;
  const needed: string[] = [];
  const weak: string[] = [];
  const rpaths: string[] = [];
  let id: string | null = null;
  let minimumSystem: string | null = null;
  const count = Math.min(view.getUint32(start + 16, isLittle), MOST_COMMANDS);
  let at = start + (magic === THIN_64 ? 32 : 28);
  for (let index = 0; index < count && at + 16 <= view.byteLength; index++) {
    const command = view.getUint32(at, isLittle);
    const size = view.getUint32(at + 4, isLittle);
    if (size < 8) break;
    const name = (): string => textAt(view, at + view.getUint32(at + 8, isLittle), at + size);
    switch (command) {
      case COMMAND.loadWeakDylib:
        weak.push(name());
        needed.push(name());
        break;
      case COMMAND.loadDylib:
      case COMMAND.reexportDylib:
        needed.push(name());
        break;
      case COMMAND.idDylib:
        id = name();
        break;
      case COMMAND.rpath:
        rpaths.push(name());
        break;
      case COMMAND.versionMin:
        minimumSystem = versionText(view.getUint32(at + 8, isLittle));
        break;
      case COMMAND.buildVersion:
        minimumSystem = versionText(view.getUint32(at + 12, isLittle));
        break;
      default:
    }
    at += size;
  }
  return { needed, weak, id, rpaths, minimumSystem };
}

/** `xxxx.yy.zz` in nibbles: the patch level is left out. */
function versionText(value: number): string {
  return `${value >>> 16}.${(value >>> 8) & 0xff}`;
}

function textAt(view: DataView, start: number, limit: number): string {
  const from = Math.min(start, view.byteLength);
  const to = Math.min(limit, view.byteLength, from + 4096);
  const bytes = new Uint8Array(view.buffer, view.byteOffset + from, Math.max(0, to - from));
  const end = bytes.indexOf(0);
  return DECODER.decode(end === -1 ? bytes : bytes.subarray(0, end));
}

const DECODER = new TextDecoder();

import { normalizeName } from '../python/names.ts';
import { addressIn, fileNameOf, MOST_FILES, sha256Of } from './simple-file.ts';
import type { IndexFile, IndexProject } from './model.ts';

/**
 * Reads a project's page of an index in JSON (PEP 691, with PEP 700's sizes and times). Any text may be given; files
 * that cannot be understood are left out, and null is answered for what is no such page.
 *
 * @param address where the page came from, which relative ones start from
 */
export function readSimpleJson(text: string, address: string): IndexProject | null {
  const page = parsed(text);
  if (!isRecord(page) || !isRecord(page['meta']) || !Array.isArray(page['files'])) return null;
  // A version with another first number may mean something else by the same words.
  const { 'api-version': version } = page['meta'];
  if (typeof version !== 'string' || !/^1\.\d+$/.test(version)) return null;
  const { name } = page;
  if (typeof name !== 'string') return null;
  const files: readonly unknown[] = page['files'];
  return {
    name: normalizeName(name),
    files: files.slice(0, MOST_FILES).flatMap((file) => fileOf(file, address)),
  };
}

function fileOf(value: unknown, address: string): IndexFile[] {
  if (!isRecord(value)) return [];
  const { filename, url, hashes, yanked, size } = value;
  const name = fileNameOf(filename);
  const absolute = addressIn(url, address);
  if (name === null || absolute === null) return [];
  const requires = value['requires-python'];
  const uploaded = value['upload-time'];
  return [
    {
      name,
      url: absolute,
      sha256: isRecord(hashes) ? sha256Of(hashes['sha256']) : null,
      requiresPython: typeof requires === 'string' && requires !== '' ? requires : null,
      yanked: typeof yanked === 'string' ? yanked : yanked === true ? '' : null,
      size: typeof size === 'number' && Number.isSafeInteger(size) && size >= 0 ? size : null,
      hasMetadata: isThere(value['core-metadata'] ?? value['dist-info-metadata']),
      uploaded: typeof uploaded === 'string' ? uploaded : null,
    },
  ];
}

/** True, or a record of its hashes. */
function isThere(value: unknown): boolean {
  return value === true || isRecord(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

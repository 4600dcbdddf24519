import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildBytes, readKnowledge } from './load.ts';

const folder = fileURLToPath(new URL('..', import.meta.url));
const output = process.argv[2] ?? 'dist/overrides-db.bin';
const bytes = buildBytes(readKnowledge(folder));
mkdirSync(dirname(output), { recursive: true });
writeFileSync(output, bytes);
process.stdout.write(`${output}: ${bytes.length} bytes\n`);

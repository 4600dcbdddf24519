import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { buildBytes, readKnowledge } from './load.ts';

const folder = new URL('..', import.meta.url).pathname;
const output = process.argv[2] ?? 'dist/overrides-db.bin';
const bytes = buildBytes(readKnowledge(folder));
mkdirSync(dirname(output), { recursive: true });
writeFileSync(output, bytes);
process.stdout.write(`${output}: ${bytes.length} bytes\n`);

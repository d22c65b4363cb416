// Writes plugins/nx-tune/schemas/pipeline.schema.json from the shape that pipeline files are checked with.
// Run after `npm run build`: node tools/schema/generate.mjs
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { pipelineJsonSchema } from '../../plugins/nx-tune/dist/spec/json-schema.js';

const file = join(import.meta.dirname, '../../plugins/nx-tune/schemas/pipeline.schema.json');
const options = { ...(await resolveConfig(file)), filepath: file };
writeFileSync(file, await format(JSON.stringify(pipelineJsonSchema()), options));

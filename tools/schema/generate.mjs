// Writes plugins/nx-tune/schemas/pipeline.schema.json from the shape that pipeline files are checked with.
// Run after `npm run build`: node tools/schema/generate.mjs
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { pipelineJsonSchema } from '../../plugins/nx-tune/dist/spec/json-schema.js';

const file = fileURLToPath(new URL('../../plugins/nx-tune/schemas/pipeline.schema.json', import.meta.url));
const options = { ...(await resolveConfig(file)), filepath: file };
writeFileSync(file, await format(JSON.stringify(pipelineJsonSchema()), options));

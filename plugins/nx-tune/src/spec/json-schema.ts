import * as z from 'zod/mini';
import { pipelineShape } from './shape.js';

type Schema = z.core.JSONSchema.BaseSchema;

/**
 * JSON schema (draft 7) of a pipeline file, for editors. A file that extends another may leave out what it inherits, at
 * any depth, so nothing inside is required.
 */
export function pipelineJsonSchema(): Schema {
  const schema = z.toJSONSchema(pipelineShape, {
    target: 'draft-7',
    override: ({ jsonSchema }) => {
      delete jsonSchema.required;
    },
  });
  const { $schema, ...rest } = schema as Schema;
  return {
    ...($schema !== undefined && { $schema }),
    title: 'Pipeline of nx-tune',
    description: 'What is tuned, in what order and against which gates.',
    ...rest,
    anyOf: [{ required: ['extends'] }, { required: ['program', 'phases'] }],
  };
}

import { publishedDocuments } from '../../console/published-documents.ts';
import type { GeneratedDocument } from '../../mesh/generate/document.ts';
import { jsonSchemaOf, jsonText } from '../../mesh/generate/json-schema.ts';

/** Their JSON Schemas, one file each. */
export function documentSchemas(): GeneratedDocument[] {
  return Object.entries(publishedDocuments).map(([name, [schema, description]]) => ({
    path: `docs/schemas/console/${name}.json`,
    content: jsonText(jsonSchemaOf(schema, name, description)),
  }));
}

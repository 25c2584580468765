import type { GeneratedDocument } from '../../mesh/generate/document.ts';
import { type GeneratorInputs, meshDocuments } from '../../mesh/generate/documents.ts';
import { documentSchemas } from './document-schemas.ts';
import { logEventsPage } from './log-events-page.ts';
import { openApiDocument } from './openapi-document.ts';

/** Every generated file of the repository. */
export function allDocuments(inputs: GeneratorInputs): GeneratedDocument[] {
  return [...meshDocuments(inputs), ...documentSchemas(), logEventsPage(), openApiDocument()];
}

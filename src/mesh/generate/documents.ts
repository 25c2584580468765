import { asyncApi } from './asyncapi.ts';
import type { GeneratedDocument } from './document.ts';
import { handbook } from './handbook.ts';
import { messageSchemas } from './message-schemas.ts';
import { reasonsPage } from './reasons-page.ts';
import { testsByRule } from './rule-tests.ts';
import { samples } from './samples.ts';

/** What the documents are made of beside the contract itself. */
export interface GeneratorInputs {
  /** The text of `handbook.md`. */
  readonly prose: string;
  readonly tests: readonly { readonly path: string; readonly text: string }[];
}

/** Everything under `docs/` that follows from the mesh contract. The same inputs give the same bytes. */
export function meshDocuments({ prose, tests }: GeneratorInputs): GeneratedDocument[] {
  return [asyncApi(), ...messageSchemas(), handbook(prose, testsByRule(tests)), ...samples(), reasonsPage()];
}

import { parseBinding } from '../mesh/contract/parse.ts';
import type { FactRow, LocalBindingRow } from '../mesh/ports.ts';
import type { Binding } from '../shelf/fact.ts';
import type { BindingContent, LocalBinding } from '../shelf/local-binding.ts';

/** The mesh's word about a label's binding. */
export function meshWord(row: FactRow | null): { basis: LocalBinding['basis']; content: BindingContent } {
  if (row === null) return { basis: null, content: null };
  const binding = row.deleted ? null : parseBinding(row.body);
  return { basis: { epoch: row.epoch, version: row.version }, content: binding && contentOf(binding) };
}

/** A stored row in the types of the rules. */
export function localBinding({ label, body, basis, madeAtMs, actor }: LocalBindingRow): LocalBinding {
  return { label, content: readContent(body), basis, madeAtMs, actor };
}

/** A binding without its label. */
export function contentOf({ skus, template, position, page }: Binding): NonNullable<BindingContent> {
  return { skus, template, position, page };
}

/** As it is stored, and goes up to the mesh: the members of a binding fact. Empty: bound to nothing. */
export function writeContent(content: BindingContent): string {
  if (content === null) return '';
  const { skus, template, position, page } = content;
  return JSON.stringify({ skus, template, ...(position ? { position } : {}), page });
}

function readContent(body: string): BindingContent {
  if (body === '') return null;
  const stored = JSON.parse(body) as Omit<Binding, 'label' | 'position'> & Partial<Pick<Binding, 'position'>>;
  return { ...stored, position: stored.position ?? null };
}

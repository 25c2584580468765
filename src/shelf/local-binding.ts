import type { Binding } from './fact.ts';

/** What a binding says, without the label that it is about. Null: the label shows nothing. */
export type BindingContent = Omit<Binding, 'label'> | null;

/** Where a fact of the mesh stands; null: the mesh has never said anything about the label. */
export type Basis = { readonly epoch: number; readonly version: number } | null;

/** A binding that somebody made at the shelf. It holds as long as the mesh says nothing newer than what it was made over. */
export interface LocalBinding {
  readonly label: string;
  readonly content: BindingContent;
  /** The mesh's word at the time it was made. */
  readonly basis: Basis;
  readonly madeAtMs: number;
  readonly actor: string;
}

/**
 * What became of a local binding, given the mesh's newest word. `holds`: nothing newer came. `adopted`: the mesh says the
 * same now. `overruled`: the mesh knows better; people have to be told.
 */
export function fateOf(
  { content, basis }: LocalBinding,
  mesh: { readonly basis: Basis; readonly content: BindingContent },
): 'holds' | 'adopted' | 'overruled' {
  if (mesh.basis?.epoch === basis?.epoch && mesh.basis?.version === basis?.version) return 'holds';
  return sameBinding(mesh.content, content) ? 'adopted' : 'overruled';
}

/** Whether two bindings put the same on the label, at the same place. */
export function sameBinding(a: BindingContent, b: BindingContent): boolean {
  if (a === null || b === null) return a === b;
  const [p, q] = [a.position, b.position];
  return (
    a.template === b.template &&
    a.page === b.page &&
    a.skus.join() === b.skus.join() &&
    p?.aisle === q?.aisle &&
    p?.bay === q?.bay &&
    p?.shelf === q?.shelf &&
    p?.facing === q?.facing
  );
}

/** Where a field stands: `['radios', 0, 'url']`, written `radios[0].url`. */
export type FieldPath = readonly (string | number)[];

export function fieldName(path: FieldPath): string {
  return path.reduce<string>(
    (name, part) => (typeof part === 'number' ? `${name}[${part}]` : name === '' ? part : `${name}.${part}`),
    '',
  );
}

/** What stands at a path of a plain tree; undefined when nothing does. */
export function valueAt(tree: unknown, path: FieldPath): unknown {
  let node = tree;
  for (const part of path) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, part)) return undefined;
    node = (node as Record<string | number, unknown>)[part];
  }
  return node;
}

/** Puts a value at a path, making the objects and lists on the way. False when something else is in the way. */
export function setAt(tree: Record<string, unknown>, path: FieldPath, value: unknown): boolean {
  let node: Record<string | number, unknown> = tree;
  for (const [depth, part] of path.entries()) {
    if (depth === path.length - 1) {
      node[part] = value;
      return true;
    }
    if (!Object.hasOwn(node, part) || node[part] === null) node[part] = typeof path[depth + 1] === 'number' ? [] : {};
    const next = node[part];
    if (typeof next !== 'object') return false;
    node = next as Record<string | number, unknown>;
  }
  return false;
}

/** Every leaf of a plain tree with its path; an empty list or object is a leaf. */
export function* leaves(tree: unknown, path: FieldPath = []): Generator<[FieldPath, unknown]> {
  if (typeof tree !== 'object' || tree === null || Object.keys(tree).length === 0) {
    yield [path, tree];
    return;
  }
  const entries = Array.isArray(tree) ? tree.entries() : Object.entries(tree);
  for (const [key, value] of entries) {
    if (value !== undefined) yield* leaves(value, [...path, key]);
  }
}

import type { Config } from '../../config/schema.ts';
import type { PartConfig } from '../../config/wired.ts';

/** A part with the node that it hangs on. */
export type Part<K extends PartConfig['kind'] = PartConfig['kind']> = Extract<PartConfig, { kind: K }> & {
  readonly node: string;
};

/** Everything on wires by its name, as the configuration has it. */
export function createInventory(config: Pick<Config, 'nodes' | 'scales' | 'scanners'>) {
  const parts = new Map(
    config.nodes.flatMap(({ id: node, parts: own }) => own.map(part => [part.id, { ...part, node } as Part] as const)),
  );
  function of<K extends PartConfig['kind']>(kind: K): Part<K>[] {
    return [...parts.values()].filter((part): part is Part<K> => part.kind === kind);
  }
  return {
    parts,
    of,
    part: (id: string): Part | null => parts.get(id) ?? null,
    scale: (id: string) => config.scales.find(scale => scale.id === id) ?? null,
    scanner: (id: string) => config.scanners.find(scanner => scanner.id === id) ?? null,
    /** The zone of a part, a scale or a scanner; null: it is in none. */
    zoneOf: (id: string): string | null =>
      parts.get(id)?.zone ?? [...config.scales, ...config.scanners].find(one => one.id === id)?.zone ?? null,
  };
}
export type Inventory = ReturnType<typeof createInventory>;

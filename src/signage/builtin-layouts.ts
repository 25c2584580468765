import { readFileSync } from 'node:fs';
import { readLayout, type SignageLayout } from './layout-source.ts';

/** Files of `layouts/`, by name of the layout. */
export const builtinLayoutNames = ['landscape', 'portrait', 'board', 'board-portrait', 'door', 'bar'] as const;

/** A layout that comes with Endcap, and its source to begin from. */
export interface BuiltinLayout extends SignageLayout {
  readonly source: string;
}

/** Reads the layouts that come with Endcap. Throws when the installation is incomplete. */
export function builtinLayouts(): BuiltinLayout[] {
  return builtinLayoutNames.map(name => {
    const source = readFileSync(new URL(`layouts/${name}.yaml`, import.meta.url), 'utf8');
    const read = readLayout(source);
    if (!read.ok) throw new Error(`layouts/${name}.yaml: ${read.problems[0]?.message}`);
    const { layout, skins, about, orientation } = read;
    return { layout, skins, about, orientation, source };
  });
}

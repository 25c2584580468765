import { readdir } from 'node:fs/promises';
import type { Advertisement, LabelFamily, LabelModel, Telemetry } from './label-model.ts';

/** Who an advertisement is of. `model` null: only the label itself can tell. */
export interface Recognised {
  readonly family: LabelFamily;
  readonly model: LabelModel | null;
  readonly telemetry: Telemetry;
}

/** Every family and model that is declared. */
export interface Catalogue {
  readonly families: readonly LabelFamily[];
  readonly models: readonly LabelModel[];
  family(id: string): LabelFamily | null;
  model(id: string): LabelModel | null;
  recognise(adv: Advertisement): Recognised | null;
}

/**
 * Finds what is declared: each folder with a `family.ts` that exports `family`, and each file of its `models/` that
 * exports `model`. A new model is a new file; nothing else has to know. Throws on a declaration that contradicts
 * another one or its own place.
 */
export async function loadCatalogue(folder: URL = new URL('./', import.meta.url)): Promise<Catalogue> {
  const homes = (await sortedEntries(folder)).filter(entry => entry.isDirectory());
  const found = await Promise.all(homes.map(({ name }) => loadFamily(name, new URL(`${name}/`, folder))));
  return createCatalogue(
    found.map(({ family }) => family),
    found.flatMap(({ models }) => models),
  );
}

async function loadFamily(name: string, home: URL): Promise<{ family: LabelFamily; models: LabelModel[] }> {
  const family = await declared<LabelFamily>(new URL('family.ts', home), 'family');
  if (family.id !== name) throw new Error(`${home.pathname}: the family calls itself ${family.id}`);
  const files = (await sortedEntries(new URL('models/', home))).filter(
    file => file.isFile() && file.name.endsWith('.ts'),
  );
  const models = await Promise.all(
    files.map(file => declared<LabelModel>(new URL(`models/${file.name}`, home), 'model')),
  );
  const stranger = models.find(model => model.family !== family.id);
  if (stranger) throw new Error(`${stranger.id}: the model says it is of ${stranger.family}`);
  return { family, models };
}

/** A catalogue of these; throws on an id that is used twice. */
export function createCatalogue(families: readonly LabelFamily[], models: readonly LabelModel[]): Catalogue {
  const familyOf = byId(families);
  const modelOf = byId(models);
  const modelsOf = new Map(families.map(family => [family.id, models.filter(model => model.family === family.id)]));
  return {
    families,
    models,
    family: id => familyOf.get(id) ?? null,
    model: id => modelOf.get(id) ?? null,
    recognise(adv) {
      for (const family of families) {
        const found = family.recognise(adv, modelsOf.get(family.id) ?? []);
        if (found !== null) return { family, ...found };
      }
      return null;
    },
  };
}

async function sortedEntries(folder: URL) {
  return (await readdir(folder, { withFileTypes: true })).toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

async function declared<T>(file: URL, name: string): Promise<T> {
  const module = (await import(file.href)) as Record<string, unknown>;
  const value = module[name];
  if (typeof value !== 'object' || value === null) throw new Error(`${file.pathname} does not export ${name}`);
  return value as T;
}

function byId<T extends { readonly id: string }>(all: readonly T[]): ReadonlyMap<string, T> {
  const found = new Map<string, T>();
  for (const one of all) {
    if (found.has(one.id)) throw new Error(`${one.id} is declared twice`);
    found.set(one.id, one);
  }
  return found;
}

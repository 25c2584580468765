import { readFileSync } from 'node:fs';

/** Files of `templates/`, by name of the template. */
export const builtinNames = ['shelf', 'shelf-multi', 'shelf-pay'] as const;

/** Reads the sources of the templates that come with Endcap. Throws when the installation is incomplete. */
export function builtinTemplates(): string[] {
  return builtinNames.map(name => readFileSync(new URL(`templates/${name}.yaml`, import.meta.url), 'utf8'));
}

import { useContext } from 'preact/hooks';
import type { LightRequest, SensorEntry } from '../wired-documents.ts';
import { formats } from './format.ts';
import { useNodesTexts } from './nodes-texts.ts';
import { LanguageContext } from './preferences.ts';

/** How a light burns; null: it does not say. */
export function lightOf({ values, state }: Pick<SensorEntry, 'values' | 'state'>): LightRequest['state'] | null {
  const said = values.light ?? state;
  if (said === true) return 'on';
  if (said === false) return 'off';
  return said === 'off' || said === 'on' || said === 'blink' ? said : null;
}

/** The rows of a display from the top, as far as they are told. */
export function linesOf({ values }: Pick<SensorEntry, 'values'>): string[] {
  return Object.entries(values)
    .flatMap(([name, value]) => {
      const row = /^line(\d)$/.exec(name)?.[1];
      return row === undefined ? [] : [[Number(row), `${value}`] as const];
    })
    .sort(([a], [b]) => a - b)
    .map(([, text]) => text);
}

/** What a part says now: the figure that matters, and what goes with it. Null: it has nothing to say. */
export function useSays(): (sensor: SensorEntry) => { readonly main: string; readonly beside: string | null } | null {
  const texts = useNodesTexts();
  const format = formats[useContext(LanguageContext)];
  return sensor => {
    const { kind, values, reason } = sensor;
    const number = (name: string) => (typeof values[name] === 'number' ? values[name] : null);
    const only = (main: string) => ({ main, beside: null });
    if (kind === 'display') return null;
    if (Object.keys(values).length === 0) return reason === null ? only(texts.nothingYet) : null;
    switch (kind) {
      case 'button':
        if (values.pressed === undefined) return only(texts.presses(format.count(number('presses') ?? 0)));
        return only(values.pressed === true ? texts.pressed : texts.released);
      case 'light':
      case 'relay': {
        const light = lightOf(sensor);
        return light === null ? only(sensor.state) : only(texts.lights[light]);
      }
      case 'motion':
        return only(values.motion === true ? texts.moving : texts.still);
      case 'line': {
        const inside = number('inside');
        const main = texts.inOut(format.count(number('in') ?? 0), format.count(number('out') ?? 0));
        return { main, beside: inside === null ? null : texts.inside(format.count(inside)) };
      }
      case 'load-cell':
      case 'scale': {
        const [grams, pieces] = [number('grams'), number('pieces')];
        const calm = values.stable === undefined ? null : values.stable === true ? texts.stable : texts.unstable;
        const how =
          kind === 'scale' ? [calm] : [pieces === null ? null : texts.pieces(format.count(pieces)), texts.estimate];
        return {
          main: grams === null ? '–' : `${format.count(grams)} g`,
          beside: how.filter(Boolean).join(' · ') || null,
        };
      }
      case 'scanner':
        return only(`${values.code ?? values.gtin ?? texts.nothingYet}`);
    }
  };
}

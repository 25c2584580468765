import type { Programme } from '../wire/programme.ts';
import { Said } from './said.tsx';
import type { View } from './view.ts';

/** Alarms that stand above each other at once; the others wait. */
const mostOverlays = 3;

/** The emergency that holds now, or null. */
export function emergencyNow({ above: { emergency } }: Programme, atMs: number) {
  if (emergency === null || atMs < emergency.fromMs) return null;
  return emergency.untilMs === null || atMs < emergency.untilMs ? emergency : null;
}

/** What stands above everything else: an emergency on the whole screen, or else alarms. `data-overlay` is read by the report. */
export function Above({ view: { programme, atMs, identify } }: { view: View }) {
  const { locales, above } = programme;
  const emergency = emergencyNow(programme, atMs);
  return (
    <>
      {emergency !== null ? (
        <div class="emergency" role="alert" data-overlay={emergency.text[0]}>
          <Said words={emergency.text} locales={locales} size="price" />
        </div>
      ) : (
        above.overlays.length > 0 && (
          <div class="overlays">
            {above.overlays.slice(0, mostOverlays).map(({ id, severity, text }) => (
              <div key={id} class={`overlay ${severity}`} role="alert" data-overlay={text}>
                <p class={severity === 'urgent' ? 'text-title' : 'text-body'}>{text}</p>
              </div>
            ))}
          </div>
        )
      )}
      {identify && (
        <div class="identify" role="status">
          <p>{programme.screen}</p>
        </div>
      )}
    </>
  );
}

import type { ComponentChildren } from 'preact';
import type { SensorEntry } from '../wired-documents.ts';
import { lightOf } from './part-says.ts';

/** A part as it looks, 48×48: lit, pressed or broken as it is right now. What it says in words stands beside it. */
export function PartPicture({ sensor }: { sensor: SensorEntry }) {
  return (
    <svg class={`part-picture is-${sensor.kind}`} viewBox="0 0 48 48" width="48" height="48" aria-hidden="true">
      {drawing(sensor)}
    </svg>
  );
}

function drawing(sensor: SensorEntry): ComponentChildren {
  const { kind, values } = sensor;
  switch (kind) {
    case 'button': {
      const down = values.pressed === true;
      return (
        <>
          <rect class="case" x={7} y={10} width={34} height={30} rx={5} />
          <circle class="rim" cx={24} cy={25} r={12} />
          <circle class={down ? 'cap is-down' : 'cap'} cx={24} cy={down ? 26 : 23.5} r={9} />
        </>
      );
    }
    case 'light':
      return (
        <g class={`lamp is-${lightOf(sensor) ?? 'off'}`}>
          <circle class="halo" cx={24} cy={18} r={17} />
          <path class="bulb" d="M15 29V18a9 9 0 0 1 18 0v11z" />
          <path class="rim" d="M12.5 29h23v3.5h-23z" />
          <path class="leg" d="M20 32.5V45M28 32.5V42" />
        </g>
      );
    case 'motion':
      return (
        <>
          <path class="case" d="M8 37h32v6H8z" />
          <path class="dome" d="M11 37a13 13 0 0 1 26 0z" />
          <path class="facet" d="M24 24v13M16 27.5l4 9.5M32 27.5l-4 9.5" />
          <g class={values.motion === true ? 'waves is-moving' : 'waves'}>
            <path d="M15 17a13 13 0 0 1 18 0" />
            <path d="M10.5 11.5a20 20 0 0 1 27 0" />
          </g>
        </>
      );
    case 'line':
      return (
        <>
          <path class="post" d="M10 8v32M38 8v32" />
          <path class="beam" d="M12 18h24M12 30h24" />
          <circle class="eye" cx={10} cy={18} r={2.6} />
          <circle class="eye" cx={10} cy={30} r={2.6} />
          <path class="walker" d="M24 9v28M20.5 33.5 24 37l3.5-3.5" />
        </>
      );
    case 'load-cell':
    case 'scale':
      return (
        <>
          <path class="pan" d="M7 16h34l-3 5H10z" />
          <path class="leg" d="M24 21v6" />
          <rect class="case" x={9} y={27} width={30} height={14} rx={3} />
          <path class={values.stable === false ? 'needle is-moving' : 'needle'} d="M24 39v-8" />
          <path class="facet" d="M15 36a9.5 9.5 0 0 1 18 0" />
        </>
      );
    case 'display':
      return (
        <>
          <rect class="case" x={4} y={11} width={40} height={26} rx={3} />
          <rect class="glass" x={8} y={15} width={32} height={18} rx={1.5} />
          <path class="letters" d="M11.5 20.5h14M11.5 24h20M11.5 27.5h9" />
        </>
      );
    case 'relay':
      return (
        <>
          <rect class="case" x={8} y={12} width={32} height={24} rx={3} />
          <path class="facet" d="M14 28h6l8-7M28 28h6M20 28v.1M28 28v.1" />
          <path class="leg" d="M14 36v6M24 36v6M34 36v6" />
        </>
      );
    case 'scanner':
      return (
        <>
          <path class="case" d="M10 9h20a6 6 0 0 1 6 6v5H16l-3 20H6l4-20z" />
          <path class="beam" d="M38 17l7-5M38 18.5h7M38 20l7 5" />
        </>
      );
  }
}

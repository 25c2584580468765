import { useContext } from 'preact/hooks';
import type { LabelSummary } from '../documents.ts';
import type {
  NodeEntry,
  NodeListDocument,
  NodePinsDocument,
  SensorEntry,
  SensorListDocument,
} from '../wired-documents.ts';
import type { ZoneListDocument } from '../zone-documents.ts';
import { BoardPicture } from './board-picture.tsx';
import { formats } from './format.ts';
import { useNodesTexts } from './nodes-texts.ts';
import { Page, Table } from './page.tsx';
import { usePageTexts } from './page-texts.ts';
import { PartTile } from './part-tile.tsx';
import { LanguageContext } from './preferences.ts';
import { ReasonNote } from './reason-note.tsx';
import { useAsked } from './use-asked.ts';

/** The boards of the aisle with what hangs on them, alive; scales and scanners, which have lines of their own. */
export function NodesPage({ labels }: { labels: ReadonlyMap<string, LabelSummary> }) {
  const page = usePageTexts();
  const texts = useNodesTexts();
  const asked = useAsked<NodeListDocument>('/api/nodes', { everyMs: 1_000 });
  const said = useAsked<SensorListDocument>('/api/sensors', { everyMs: 1_000 });
  const zones = useAsked<ZoneListDocument>('/api/zones', { everyMs: 30_000 });
  const sensors = said.document?.sensors ?? [];
  const zoneName = (id: string) => zones.document?.zones.find(zone => zone.id === id)?.name ?? id;
  const common = { labels, zoneName, changed: said.again };
  const alone = sensors.filter(({ node }) => node === null);
  return (
    <Page title={page.nodes} intro={texts.intro} asked={asked} wide>
      {({ nodes }) => (
        <>
          {nodes.length === 0 ? <p class="muted">{texts.noNodes}</p> : null}
          <div class="nodes">
            {nodes.map(node => (
              <NodeCard
                key={node.id}
                node={node}
                sensors={sensors.filter(sensor => sensor.node === node.id)}
                common={common}
              />
            ))}
          </div>
          <h2>{texts.alone}</h2>
          {said.document !== null && alone.length === 0 ? <p class="muted">{texts.noAlone}</p> : null}
          <ul class="parts">
            {alone.map(sensor => (
              <PartTile key={sensor.id} sensor={sensor} pins={[]} wire={null} told={null} {...common} />
            ))}
          </ul>
        </>
      )}
    </Page>
  );
}

interface CardProps {
  readonly node: NodeEntry;
  readonly sensors: readonly SensorEntry[];
  readonly common: {
    readonly labels: ReadonlyMap<string, LabelSummary>;
    readonly zoneName: (id: string) => string;
    readonly changed: () => Promise<void>;
  };
}

function NodeCard(props: CardProps) {
  const { node } = props;
  const texts = useNodesTexts();
  const format = formats[useContext(LanguageContext)];
  return (
    <section class={`card node is-${node.state}`} aria-label={node.id}>
      <header class="node-head">
        <h2>{node.id}</h2>
        <span class="node-state">
          <StateSign state={node.state} /> {texts.states[node.state]}
        </span>
        <span class="muted">
          {[node.firmware, node.since === null ? null : texts.since(format.time(node.since))]
            .filter(Boolean)
            .join(' · ')}
        </span>
        <code class="code muted">{node.url}</code>
      </header>
      {node.reason === null ? null : <ReasonNote code={node.reason} detail={node.detail} />}
      {node.state === 'ready' || node.state === 'unfit' ? <Live {...props} /> : <Body {...props} pins={[]} />}
    </section>
  );
}

/** Asks the board for its pins while it can be asked. */
function Live(props: CardProps) {
  const path = `/api/nodes/${encodeURIComponent(props.node.id)}/pins`;
  const asked = useAsked<NodePinsDocument>(path, { everyMs: 1_000 });
  return <Body {...props} pins={asked.document?.pins ?? []} />;
}

function Body({ node, sensors, common, pins }: CardProps & { readonly pins: NodePinsDocument['pins'] }) {
  const texts = useNodesTexts();
  const order = node.parts.filter(part => sensors.some(({ id }) => id === part));
  const wires = new Map(order.map((part, at) => [part, at % 8]));
  return (
    <>
      <div class="node-body">
        <BoardPicture state={node.state} pins={pins} wires={wires} />
        {order.length === 0 ? <p class="muted">{texts.noParts}</p> : null}
        <ul class="parts">
          {order.map(part => (
            <PartTile
              key={part}
              sensor={sensors.find(({ id }) => id === part)!}
              pins={pins.filter(pin => pin.part === part).map(({ pin }) => pin)}
              wire={wires.get(part)!}
              told={node.reason}
              {...common}
            />
          ))}
        </ul>
      </div>
      {pins.length === 0 ? null : (
        <details class="node-pins">
          <summary>{texts.pins}</summary>
          <Table
            name={`${texts.pins}: ${node.id}`}
            head={[texts.pin, texts.pinPart, texts.pinMode, texts.pinValue, texts.pinCan]}
            rows={pins.map(({ pin, part, mode, value, modes }) => [
              pin,
              part ?? <span class="muted">{modes.length === 0 ? '' : texts.free}</span>,
              mode ?? '',
              value ?? '',
              modes.join(', '),
            ])}
          />
        </details>
      )}
    </>
  );
}

/** A shape per state, as colour alone says nothing to some. */
function StateSign({ state }: { state: NodeEntry['state'] }) {
  const shape = {
    ready: 'M2 6.4 4.8 9 10 3.2',
    starting: 'M6 1.6a4.4 4.4 0 1 0 4.4 4.4',
    down: 'M2.6 2.6l6.8 6.8M9.4 2.6 2.6 9.4',
    unfit: 'M6 1.5v5.5M6 10v.1',
  }[state];
  return (
    <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
      <path d={shape} />
    </svg>
  );
}

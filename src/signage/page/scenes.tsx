import type { Region } from '../wire/layout.ts';
import type { Scene } from '../wire/programme.ts';
import { Medium } from './media.tsx';
import type { Layer } from './player.ts';
import { Products, pagesOf } from './product.tsx';
import { QrCode } from './qr.tsx';
import { Said } from './said.tsx';
import type { View } from './view.ts';

interface SceneProps<Kind extends Scene['kind']> {
  readonly view: View;
  readonly layer: Layer;
  readonly region: Region;
  readonly scene: Extract<Scene, { kind: Kind }>;
}

/** What an entry of a playlist shows. */
export function SceneOf(props: { readonly view: View; readonly layer: Layer; readonly region: Region }) {
  const { scene } = props.layer.entry;
  const { media } = props.view;
  const { locales } = props.view.programme;
  switch (scene.kind) {
    case 'offer':
      return <Offer {...props} scene={scene} />;
    case 'prices':
    case 'bitcoin':
      return <Prices {...props} scene={scene} />;
    case 'image':
      return (
        <div class="scene image">
          <Medium layer={props.layer} asset={scene.asset} media={media} />
          {scene.text && <Said words={scene.text} locales={locales} size="title" class="over" />}
        </div>
      );
    case 'video':
      return (
        <div class="scene video">
          <Medium layer={props.layer} asset={scene.asset} media={media} />
        </div>
      );
    case 'message':
      return (
        <div class="scene message">
          {scene.title && <Said words={scene.title} locales={locales} size="title" />}
          <Said words={scene.text} locales={locales} size={scene.title ? 'body' : 'title'} />
        </div>
      );
    case 'qr':
      return (
        <div class="scene">
          <QrCode qr={scene.qr} locales={locales} />
        </div>
      );
  }
}

function Offer({ view, layer, scene }: SceneProps<'offer'>) {
  const { locales } = view.programme;
  const { picture, qr, badge, text, skus } = scene;
  const pictured = picture !== null && !view.media.isBroken(picture.sha256);
  return (
    <div class={`scene offer ${pictured ? 'pictured' : ''}`}>
      {picture !== null && pictured && (
        <div class="picture">
          <Medium layer={layer} asset={picture} media={view.media} />
        </div>
      )}
      <div class={`offering ${skus.length === 1 ? 'single' : ''}`} data-fit-box>
        {(badge !== null || text !== null) && (
          <div class="heading">
            {badge !== null && <span class="badge text-title">{badge}</span>}
            {text !== null && <Said words={text} locales={locales} size="title" />}
          </div>
        )}
        <Products view={view} skus={skus} columns={skus.length > 2 ? 2 : skus.length} rows={2} page={0} />
      </div>
      {qr !== null && <QrCode qr={qr} locales={locales} />}
    </div>
  );
}

/** Every page of the products stands for its share of the entry's duration. */
function Prices({ view, layer, region, scene }: SceneProps<'prices' | 'bitcoin'>) {
  const { columns, rows } = region;
  const pages = pagesOf(scene.skus, columns * rows);
  const passedMs = layer.fromMs === null ? 0 : Math.max(0, view.atMs - layer.fromMs);
  const page = Math.min(pages - 1, Math.floor((passedMs * pages) / layer.entry.durationMs));
  return (
    <div class={`scene ${scene.kind}`}>
      {scene.title && <Said words={scene.title} locales={view.programme.locales} size="title" />}
      <Products view={view} skus={scene.skus} columns={columns} rows={rows} page={page} />
    </div>
  );
}

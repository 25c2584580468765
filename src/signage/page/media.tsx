import { useEffect, useRef } from 'preact/hooks';
import type { Asset } from '../wire/programme.ts';
import type { Layer } from './player.ts';
import type { Media } from './view.ts';

/** A picture or film of a layer, decoded before the layer is shown. */
export function Medium({ layer, asset, media }: { layer: Layer; asset: Asset; media: Media }) {
  return asset.type.startsWith('video/') ? (
    <Film layer={layer} asset={asset} media={media} />
  ) : (
    <Picture layer={layer} asset={asset} media={media} />
  );
}

function Picture({ layer: { key }, asset, media }: { layer: Layer; asset: Asset; media: Media }) {
  const ref = useRef<HTMLImageElement>(null);
  useEffect(() => {
    let here = true;
    ref.current?.decode().then(
      () => here && media.ready(key),
      () => here && media.failed(key, asset.sha256),
    );
    return () => {
      here = false;
      media.gone(key);
    };
  }, [key]);
  return <img ref={ref} src={media.address(asset.sha256)} alt="" data-medium />;
}

/** Without sound, from its beginning each time that it comes on; its decoder is given back when it goes. */
function Film({ layer, asset, media }: { layer: Layer; asset: Asset; media: Media }) {
  const ref = useRef<HTMLVideoElement>(null);
  const { key, phase, fromMs } = layer;
  useEffect(() => {
    const film = ref.current!;
    return () => {
      film.pause();
      film.removeAttribute('src');
      film.load();
      media.gone(key);
    };
  }, [key]);
  useEffect(() => {
    const film = ref.current!;
    if (phase === 'leaving') film.pause();
    if (phase !== 'on') return;
    if (film.currentTime > 0) film.currentTime = 0;
    // Refused only where a page may not play at all; the picture stands still then.
    film.play().catch(() => {});
  }, [phase, fromMs]);
  return (
    <video
      ref={ref}
      src={media.address(asset.sha256)}
      muted
      loop
      playsInline
      preload="auto"
      onCanPlayThrough={() => media.ready(key)}
      onError={() => ref.current?.getAttribute('src') && media.failed(key, asset.sha256)}
      data-medium
    />
  );
}

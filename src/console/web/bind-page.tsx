import { useEffect, useRef, useState } from 'preact/hooks';
import type {
  BindPreview,
  BindResult,
  LocalBindingsDocument,
  LooseLabelsDocument,
  ProductListDocument,
} from '../binding-documents.ts';
import { ask } from './api-client.ts';
import { CodeCamera } from './code-camera.tsx';
import { ActionButton, Table } from './page.tsx';
import { usePageTexts } from './page-texts.ts';
import { useObstacle } from './session-context.ts';
import { useAsked } from './use-asked.ts';

/** How long typing rests before the picture and the products are asked for. */
const restMs = 200;

/** Binds one label after the other, by scanner, camera or keyboard, with the picture before it is sent. */
export function BindPage() {
  const texts = usePageTexts();
  const obstacle = useObstacle('technician');
  const loose = useAsked<LooseLabelsDocument>('/api/bindings/loose');
  const local = useAsked<LocalBindingsDocument>('/api/bindings/local');
  const [label, setLabel] = useState('');
  const [sku, setSku] = useState('');
  const [preview, setPreview] = useState<BindPreview | null>(null);
  const [products, setProducts] = useState<ProductListDocument['products']>([]);
  const [said, setSaid] = useState<{ good: boolean; text: string } | null>(null);
  const labelField = useRef<HTMLInputElement>(null);
  const skuField = useRef<HTMLInputElement>(null);

  useEffect(() => labelField.current?.focus(), []);
  useEffect(() => {
    setPreview(null);
    setProducts([]);
    if (sku.trim() === '') return;
    const gone = new AbortController();
    const rest = setTimeout(async () => {
      const body = { label: label.trim() || '000000000000', sku: sku.trim() };
      const drawn = await ask<BindPreview>('/api/bindings/preview', { method: 'POST', body, signal: gone.signal });
      if (gone.signal.aborted) return;
      if (drawn.ok) setPreview(drawn.document);
      const found = await ask<ProductListDocument>(`/api/products?search=${encodeURIComponent(sku.trim())}`, {
        signal: gone.signal,
      });
      if (!gone.signal.aborted && found.ok) setProducts(found.document.products.slice(0, 8));
    }, restMs);
    return () => {
      clearTimeout(rest);
      gone.abort();
    };
  }, [label, sku]);

  const bind = async () => {
    const answer = await ask<BindResult>('/api/bindings', {
      method: 'POST',
      body: { label: label.trim(), sku: sku.trim() },
    });
    if (!answer.ok) {
      setSaid({ good: false, text: answer.message });
      return;
    }
    const { verdict, reason, detail, label: id, name } = answer.document;
    if (verdict === 'refused') {
      setSaid({ good: false, text: [reason, detail].filter(Boolean).join(': ') });
      return;
    }
    setSaid({ good: true, text: verdict === 'unchanged' ? texts.unchanged(id) : texts.bound(id, name ?? sku) });
    setLabel('');
    setSku('');
    labelField.current?.focus();
    await Promise.all([loose.again(), local.again()]);
  };
  const scanned = (code: string) => {
    if (label === '') {
      setLabel(code);
      skuField.current?.focus();
    } else setSku(code);
  };

  return (
    <section class="page">
      <h1>{texts.bind}</h1>
      <p class="lead">{texts.bindIntro}</p>
      <div class="bind">
        <form
          class="card bind-form"
          onSubmit={event => {
            event.preventDefault();
            if (label.trim() === '') labelField.current?.focus();
            else if (sku.trim() === '') skuField.current?.focus();
            else if (obstacle === null) void bind();
          }}
        >
          <label>
            {texts.labelField}
            <input
              ref={labelField}
              class="mono"
              value={label}
              autocomplete="off"
              onInput={event => setLabel(event.currentTarget.value)}
            />
          </label>
          <label>
            {texts.productField}
            <input ref={skuField} value={sku} autocomplete="off" onInput={event => setSku(event.currentTarget.value)} />
          </label>
          {products.length > 1 || (products[0] && products[0].sku !== sku.trim()) ? (
            <ul class="product-choices">
              {products.map(product => (
                <li key={product.sku}>
                  <button type="button" class="button quiet" onClick={() => setSku(product.sku)}>
                    {product.name} <span class="muted">{product.sku}</span>
                  </button>
                </li>
              ))}
            </ul>
          ) : null}
          <p class="actions">
            <button type="submit" class="button" disabled={obstacle !== null} title={obstacle ?? undefined}>
              {texts.bindButton}
            </button>
            <CodeCamera scanned={scanned} />
          </p>
          {said === null ? null : (
            <p role={said.good ? 'status' : 'alert'} class={said.good ? undefined : 'refusal'}>
              {said.text}
            </p>
          )}
        </form>
        {preview === null ? null : (
          <figure class="bind-preview">
            <span class="panel" style={{ '--w': preview.width, '--h': preview.height }}>
              <img
                src={`data:image/png;base64,${preview.png}`}
                width={preview.width}
                height={preview.height}
                alt={`${preview.name}, ${preview.priceText}`}
              />
            </span>
          </figure>
        )}
      </div>
      <Replace obstacle={obstacle} done={() => void loose.again()} />
      <h2>{texts.looseTitle}</h2>
      {loose.document?.unbound.length === 0 ? <p class="muted">{texts.looseNone}</p> : null}
      <ul class="loose">
        {loose.document?.unbound.slice(0, 50).map(each => (
          <li key={each.id}>
            <span class="mono">{each.id}</span>{' '}
            <span class="muted">{each.rssi === null ? '' : `${each.rssi} dBm`}</span>{' '}
            <button type="button" class="button quiet" onClick={() => setLabel(each.id)}>
              {texts.use}
            </button>
          </li>
        ))}
      </ul>
      {loose.document && loose.document.neverHeard.length > 0 ? (
        <>
          <h2>{texts.neverHeardTitle}</h2>
          <Table
            name={texts.neverHeardTitle}
            head={[texts.labelField, 'SKU']}
            rows={loose.document.neverHeard.slice(0, 100).map(each => [each.id, each.skus.join(', ')])}
          />
        </>
      ) : null}
      {local.document && local.document.bindings.length > 0 ? (
        <>
          <h2>{texts.localTitle}</h2>
          <ul class="cards">
            {local.document.bindings.map(each => (
              <li key={each.label} class="card">
                <p>
                  <span class="mono">{each.label}</span> {each.skus.join(', ')} <span class="muted">{each.actor}</span>
                </p>
                {each.state === 'overruled' ? (
                  <p class="actions">
                    {texts.overruledBy}{' '}
                    <ActionButton
                      obstacle={obstacle}
                      quiet
                      onClick={() =>
                        void ask(`/api/bindings/local/${each.label}/seen`, { method: 'POST' }).then(() => local.again())
                      }
                    >
                      {texts.seen}
                    </ActionButton>
                  </p>
                ) : null}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </section>
  );
}

function Replace({ obstacle, done }: { obstacle: string | null; done: () => void }) {
  const texts = usePageTexts();
  const [dead, setDead] = useState('');
  const [fresh, setFresh] = useState('');
  const [said, setSaid] = useState<string | null>(null);
  const replace = async () => {
    const answer = await ask<BindResult>('/api/bindings/replace', {
      method: 'POST',
      body: { dead: dead.trim(), fresh: fresh.trim() },
    });
    if (!answer.ok) return setSaid(answer.message);
    const { verdict, reason, detail, label, name } = answer.document;
    setSaid(verdict === 'refused' ? [reason, detail].filter(Boolean).join(': ') : texts.bound(label, name ?? ''));
    done();
  };
  return (
    <details class="card">
      <summary>{texts.replaceTitle}</summary>
      <p class="muted">{texts.replaceIntro}</p>
      <form
        class="bind-form"
        onSubmit={event => {
          event.preventDefault();
          if (obstacle === null) void replace();
        }}
      >
        <label>
          {texts.deadField}
          <input
            class="mono"
            required
            value={dead}
            autocomplete="off"
            onInput={event => setDead(event.currentTarget.value)}
          />
        </label>
        <label>
          {texts.freshField}
          <input
            class="mono"
            required
            value={fresh}
            autocomplete="off"
            onInput={event => setFresh(event.currentTarget.value)}
          />
        </label>
        <p class="actions">
          <button type="submit" class="button" disabled={obstacle !== null} title={obstacle ?? undefined}>
            {texts.replaceButton}
          </button>
        </p>
        {said === null ? null : <p role="status">{said}</p>}
      </form>
    </details>
  );
}

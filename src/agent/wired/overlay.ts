import {
  begin,
  type CheckContent,
  type Checks,
  checkOn,
  nextEndMs,
  noChecks,
  type Screen,
} from '../../checkout/price-check.ts';
import type { Cancel, Clock } from '../../clock.ts';
import type { FactReader } from '../../delivery/label-facts.ts';

/** What stands on a label for a while instead of its own content. */
export type Overlaid =
  | { readonly kind: 'notice'; readonly text: string }
  | { readonly kind: 'product'; readonly sku: string };

/**
 * What displays show for a while: the text of an alarm, or the price of a product that was scanned. Nothing has to be
 * taken back: what stands there is asked again whenever the label is decided, and a restart forgets it.
 */
export function createOverlay(options: {
  readonly unknownText: (gtin: string | null) => string;
  /** These labels are to be decided anew. */
  readonly changed: (labels: readonly string[]) => void;
  readonly clock: Clock;
}) {
  const { clock } = options;
  const notices = new Map<string, string>();
  let checks: Checks = noChecks;
  let cancel: Cancel = () => {};

  function sleep(): void {
    cancel();
    const endMs = nextEndMs(checks, clock.now());
    if (endMs === null) return;
    cancel = clock.after(Math.max(1, endMs - clock.now()), () => {
      const ended = [...checks.keys()].filter(label => checkOn(checks, label, clock.now()) === null);
      checks = new Map([...checks].filter(([label]) => !ended.includes(label)));
      // A clock that was set back lets it ring too early.
      if (ended.length > 0) options.changed(ended);
      sleep();
    });
  }

  function on(label: string): Overlaid | null {
    const notice = notices.get(label);
    if (notice !== undefined) return { kind: 'notice', text: notice };
    const check = checkOn(checks, label, clock.now());
    if (check === null) return null;
    const { content } = check;
    return content.kind === 'product'
      ? { kind: 'product', sku: content.sku }
      : { kind: 'notice', text: options.unknownText(content.gtin) };
  }

  function noticeOn(label: string): string | null {
    const overlaid = on(label);
    return overlaid?.kind === 'notice' ? overlaid.text : null;
  }

  /** The facts as a label's decision reads them: bound to the product that was scanned, for as long as that stands. */
  const reading = (reader: FactReader): FactReader => ({
    ...reader,
    binding(label) {
      const binding = reader.binding(label);
      const overlaid = on(label);
      if (!binding || overlaid?.kind !== 'product') return binding;
      return { ...binding, value: { ...binding.value, skus: [overlaid.sku] } };
    },
  });

  /** The product that was scanned has no price any more: what stands there would be one that the shop does not know. */
  function giveWay(label: string): boolean {
    if (on(label)?.kind !== 'product') return false;
    checks = new Map([...checks].filter(([one]) => one !== label));
    sleep();
    return true;
  }

  return {
    /** What stands there now; null: its own content. An alarm goes before a price. */
    on,
    noticeOn,
    reading,
    /** What a label's decision has to know of this. */
    deciding: (reader: FactReader) => ({ reader: reading(reader), notice: noticeOn, giveWay }),
    /** Labels that show this product though they are bound to another one. */
    labelsOn: (sku: string): string[] =>
      [...checks.keys()].filter(label => {
        const overlaid = on(label);
        return overlaid?.kind === 'product' && overlaid.sku === sku;
      }),
    /** Null: its own content again. */
    notice(label: string, text: string | null): void {
      if ((notices.get(label) ?? null) === text) return;
      if (text === null) notices.delete(label);
      else notices.set(label, text);
      options.changed([label]);
    },
    check(screen: Screen, content: CheckContent): void {
      const before = checks;
      checks = begin(before, screen, content, clock.now());
      // Others may have ended meanwhile, or made room.
      options.changed([screen.label, ...[...before.keys()].filter(label => !checks.has(label))]);
      sleep();
    },
    stop: (): void => cancel(),
  };
}
export type Overlay = ReturnType<typeof createOverlay>;

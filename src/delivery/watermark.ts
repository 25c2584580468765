/** How far the shelf has proven the price stream. */
export interface AppliedWatermark {
  readonly stream: 'price';
  readonly epoch: number;
  /**
   * Every price fact up to here is proven on all labels of this gateway, save lower prices that wait for the tills: the
   * tills may charge the higher prices up to here.
   */
  readonly seq: number;
  /** Labels that keep it from rising, at most ten named. */
  readonly blocked: number;
  readonly blockedBy: readonly string[];
}

/** A label's part in the watermark. */
export interface Standing {
  readonly label: string;
  readonly epoch: number;
  /** Oldest price seq that is not proven on it, and would be shown or has been overtaken unshown; 0: it has no price. */
  readonly seq: number;
  /** `open`: that price is not proven on it yet. `till`: it waits for the tills. */
  readonly state: 'proven' | 'open' | 'till';
}

/** Draws the watermark from all labels and the position of the stream itself. */
export function appliedWatermark(
  stream: { readonly epoch: number; readonly seq: number },
  labels: Iterable<Standing>,
): AppliedWatermark {
  let seq = stream.seq;
  let blocked = 0;
  const blockedBy: string[] = [];
  for (const label of labels) {
    if (label.state !== 'open' || label.seq === 0) continue;
    blocked += 1;
    if (blockedBy.length < 10) blockedBy.push(label.label);
    // What is open from an epoch before holds back all of this one.
    seq = Math.min(seq, label.epoch < stream.epoch ? 0 : label.seq - 1);
  }
  return { stream: 'price', epoch: stream.epoch, seq: Math.max(0, seq), blocked, blockedBy };
}

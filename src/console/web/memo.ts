import { Component, type FunctionComponent, h } from 'preact';

/** A component that is drawn again only when its properties differ by `same`; by default each is compared by identity. */
export function memo<P extends object>(
  render: FunctionComponent<P>,
  same: (before: P, after: P) => boolean = sameEntries,
): FunctionComponent<P> {
  class Memo extends Component<P> {
    override shouldComponentUpdate(next: Readonly<P>): boolean {
      return !same(this.props as P, next as P);
    }
    override render() {
      return h(render, this.props as P);
    }
  }
  return Memo as unknown as FunctionComponent<P>;
}

function sameEntries<P extends object>(before: P, after: P): boolean {
  const keys = Object.keys(after) as (keyof P)[];
  return keys.length === Object.keys(before).length && keys.every(key => Object.is(before[key], after[key]));
}

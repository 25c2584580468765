import { expect, test } from 'vitest';
import { type ScreenTokenRow, tokensPerScreen, tokenTouchMs } from '../../src/store/screen-tokens.ts';
import { inDirectory, opened } from './opening.ts';

const nowMs = 1_795_446_000_000;
const token = (n: number, over: Partial<ScreenTokenRow> = {}): ScreenTokenRow => ({
  hash: n.toString(16).padStart(64, '0'),
  screen: 'entrance',
  name: n === 2 ? 'Tablet am Eingang' : null,
  atMs: nowMs + n,
  by: 'maria',
  lastMs: nowMs + n,
  ...over,
});

test('a token is found by its hash after a restart, and no longer once revoked', () =>
  inDirectory(dir => {
    const { store } = opened(dir);
    store.putScreenToken(token(1));
    store.putScreenToken(token(2));
    store.putScreenToken(token(3, { screen: 'aisle' }));
    store.close();
    const again = opened(dir).store;
    expect(again.screenToken(token(1).hash)).toEqual(token(1));
    expect(again.screenTokens('entrance')).toEqual([token(1), token(2)]);
    expect(again.revokeScreenTokens('aisle', token(1).hash)).toBe(0);
    expect(again.revokeScreenTokens('entrance', token(1).hash)).toBe(1);
    expect(again.screenToken(token(1).hash)).toBeNull();
    expect(again.revokeScreenTokens('entrance')).toBe(1);
    expect(again.screenTokens('aisle')).toEqual([token(3, { screen: 'aisle' })]);
    again.close();
  }));

test('its use is written down once an hour', () =>
  inDirectory(dir => {
    const { store } = opened(dir);
    store.putScreenToken(token(0));
    const lastAfter = (atMs: number) => {
      store.touchScreenToken(token(0).hash, atMs);
      return store.screenToken(token(0).hash)!.lastMs;
    };
    expect(lastAfter(nowMs + tokenTouchMs - 1)).toBe(nowMs);
    expect(lastAfter(nowMs + tokenTouchMs)).toBe(nowMs + tokenTouchMs);
    store.close();
  }));

test('one more than a screen may have ends the one that was used longest ago, never the new one', () =>
  inDirectory(dir => {
    const { store } = opened(dir);
    store.putScreenToken(token(900, { screen: 'aisle', lastMs: 0 }));
    for (let n = 0; n < tokensPerScreen; n++) store.putScreenToken(token(n));
    store.touchScreenToken(token(0).hash, nowMs + 2 * tokenTouchMs);
    store.putScreenToken(token(500, { lastMs: 0 }));
    const kept = store.screenTokens('entrance').map(({ hash }) => hash);
    expect(kept).toHaveLength(tokensPerScreen);
    expect(kept).toContain(token(500).hash);
    expect(kept).toContain(token(0).hash);
    expect(kept).not.toContain(token(1).hash);
    expect(store.screenTokens('aisle')).toHaveLength(1);
    store.close();
  }));

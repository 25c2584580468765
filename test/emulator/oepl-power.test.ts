import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldMac, oeplStage } from './oepl-stage.ts';

/** 296 x 128 in black: two blocks. */
const black = Buffer.alloc(4_736, 0xff);

describe('a label radio that loses power', () => {
  it('never makes a label complete that is not, whenever it happens, and the picture comes when it is queued again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3_500 }), fc.integer({ min: 1, max: 5_000 }), (atMs, forMs) => {
        const stage = oeplStage();
        const { clock, host, module } = stage;
        const label = stage.label(fieldMac, 'oepl-st-gm29');
        const words = () => host.words.map(({ word }) => word);
        host.queue(fieldMac, { file: black, type: 0x20 });
        clock.advance(atMs);
        const complete = words().includes('XFC>');
        const blocks = host.words.filter(({ word }) => word === 'RQB>').length;
        if (complete) expect(blocks).toBeGreaterThanOrEqual(2);
        module.powerOff();
        clock.advance(forMs);
        expect(words().includes('XFC>')).toBe(complete);
        module.powerOn();
        clock.advance(1_000);
        expect(module.pending()).toEqual([]);
        host.queue(fieldMac, { file: black, type: 0x20 });
        clock.advance(4 * 60_000);
        expect(words().filter(word => word === 'XFC>')).toHaveLength(complete ? 2 : 1);
        expect(label.screen().pixels.every(pixel => pixel === 1)).toBe(true);
      }),
      { numRuns: 60, seed: 21 },
    );
  });

  it('keeps its air half free while sixty labels fetch a picture each', () => {
    const stage = oeplStage();
    stage.ask('HSPD', 400);
    const macs = Array.from({ length: 60 }, (_, index) => `00000210000000${(index + 16).toString(16).toUpperCase()}`);
    const labels = macs.map((mac, index) => stage.label(mac, 'oepl-st-gm29', { firstInMs: 1_000 * index }));
    for (const mac of macs) {
      stage.host.queue(mac, { file: black, type: 0x20, attempts: 600 });
      stage.clock.advance(20);
    }
    const beganMs = stage.clock.now();
    const drawn = () => labels.filter(label => label.screen().refreshes > 0).length;
    while (drawn() < labels.length && stage.clock.now() - beganMs < 3_600_000) stage.clock.advance(1_000);
    expect(drawn()).toBe(labels.length);
    const share = stage.ether.airMs() / (stage.clock.now() - beganMs);
    expect(share).toBeGreaterThan(0.01);
    expect(share).toBeLessThan(0.5);
    expect(stage.host.words.filter(({ word }) => word === 'XFC>')).toHaveLength(labels.length);
  });
});

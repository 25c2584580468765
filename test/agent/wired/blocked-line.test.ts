import { afterEach, expect, test } from 'vitest';
import { createBoard } from '../../../emulator/firmata/board.ts';
import { createAlarms } from '../../../src/agent/alarms.ts';
import { createVirtualClock } from '../../delivery/virtual-clock.ts';
import { lay, clock as realClock, stops, strike } from '../../nodes/stage.ts';
import { inDirectory, opened } from '../../store/opening.ts';
import { shopOn, shopYaml, startMs } from './shop.ts';

afterEach(strike);

test('a beam that stays broken is an alarm, until it is free again; a lost cable makes none', () =>
  inDirectory(async dir => {
    const board = createBoard({ clock: realClock });
    for (const pin of [10, 11]) board.setDigital(pin, false);
    const cable = await lay(board);
    const { store } = opened(dir);
    const clock = createVirtualClock(startMs);
    const alarms = createAlarms(clock, () => {});
    const { wired } = shopOn(store, clock, shopYaml(cable.url), { alarms });
    const blocked = () => alarms.standing().filter(({ code }) => code === 'sensor.blocked');
    const line = () => wired.sensors.all().find(({ id }) => id === 'till-line')!;
    /** Lets virtual time pass beside real bytes, a second in 20 ms. */
    const until = async (holds: () => boolean): Promise<void> => {
      for (let turn = 0; !holds(); turn++) {
        if (turn > 3_000) throw new Error(`not so: ${holds}`);
        clock.pass(250);
        await new Promise(resolve => setTimeout(resolve, 5));
      }
    };
    wired.start();
    stops.push(async () => {
      await wired.stop();
      store.close();
    });
    await until(() => line().state === 'clear');
    board.setDigital(10, true);
    await until(() => blocked().length === 1);
    expect(line()).toMatchObject({ state: 'blocked', reason: 'sensor.blocked', confidence: 0 });
    expect(blocked()[0]).toMatchObject({ subject: 'till-line', detail: expect.stringContaining('beam 1') });
    board.setDigital(10, false);
    await until(() => blocked().length === 0);
    expect(line()).toMatchObject({ state: 'clear', reason: null });

    board.setDigital(11, true);
    await until(() => wired.crowds.line('till-line')?.state === 'passing');
    await cable.pull();
    await until(() => wired.crowds.line('till-line')?.state === 'blocked');
    clock.pass(60_000);
    expect(line().reason).toBe('node.down');
    expect(blocked()).toEqual([]);
  }));

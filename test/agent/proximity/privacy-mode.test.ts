import { describe, expect, it } from 'vitest';
import { createAlarms, type StandingAlarm } from '../../../src/agent/alarms.ts';
import { createPrivacyMode, type Mode } from '../../../src/agent/proximity/privacy-mode.ts';
import { privacySchema } from '../../../src/config/proximity.ts';
import type { Store } from '../../../src/store/store.ts';
import { createVirtualClock } from '../../delivery/virtual-clock.ts';
import { inDirectory, opened } from '../../store/opening.ts';

const noticed = { notice: 'poster at the door', assessment: 'DPIA-7' };

async function withModes(
  work: (scene: {
    make(config: object): ReturnType<typeof createPrivacyMode>;
    store: Store;
    clock: ReturnType<typeof createVirtualClock>;
    alarms: () => readonly StandingAlarm[];
    changes: Mode[];
    locks: () => number;
  }) => void,
): Promise<void> {
  await inDirectory(dir => {
    const { store } = opened(dir);
    const clock = createVirtualClock(Date.UTC(2026, 10, 24, 9));
    const alarms = createAlarms(clock, () => {});
    const changes: Mode[] = [];
    let locks = 0;
    work({
      make: config =>
        createPrivacyMode({
          config: privacySchema.parse(config),
          store,
          alarms,
          clock,
          changed: mode => void changes.push(mode),
          locked: () => void locks++,
        }),
      store,
      clock,
      alarms: alarms.standing,
      changes,
      locks: () => locks,
    });
    store.close();
  });
}

describe('the privacy mode', () => {
  it('is to notice nobody, unless the configuration says more', () =>
    withModes(({ make, changes }) => {
      const modes = make({});
      expect(modes.mode()).toBe('broadcast');
      expect(modes.permitted).toEqual(['broadcast']);
      expect(modes.set('count', 'technician:anna')).toMatchObject({ ok: false, reason: 'privacy.mode-not-permitted' });
      expect(modes.mode()).toBe('broadcast');
      expect(changes).toEqual([]);
    }));

  it('wants a notice and an assessment before it may be another', () => {
    const problems = privacySchema.safeParse({ permit: ['count'] }).error?.issues.map(({ path }) => path.join('.'));
    expect(problems).toEqual(['notice', 'assessment']);
    expect(privacySchema.safeParse({ permit: ['count'], ...noticed }).success).toBe(true);
    expect(privacySchema.safeParse({ leastTold: 4 }).success).toBe(false);
    expect(privacySchema.safeParse({ windowSeconds: 30 }).success).toBe(false);
  });

  it('is kept over a restart, told to who must forget, and in the audit trail', () =>
    withModes(({ make, store, changes, clock }) => {
      make({ permit: ['count'], ...noticed }).set('count', 'technician:anna');
      clock.pass(5_000);
      const again = make({ permit: ['count'], ...noticed });
      expect(again.mode()).toBe('count');
      expect(again.sinceMs()).toBe(clock.now() - 5_000);
      expect(changes).toEqual(['count']);
      expect(store.auditTrail(1)[0]).toMatchObject({ actor: 'technician:anna', action: 'privacy.mode' });
    }));

  it('falls back to noticing nobody when the configuration does not permit it any more', () =>
    withModes(({ make }) => {
      make({ permit: ['consented'], ...noticed }).set('consented', 'technician:anna');
      expect(make({ mode: 'count', ...noticed }).mode()).toBe('broadcast');
      expect(make({}).mode()).toBe('broadcast');
    }));

  it('opens frames to a technician for ten minutes, which stands as an alarm, and not over a restart', () =>
    withModes(({ make, clock, alarms, locks, store }) => {
      const modes = make({});
      expect(modes.capture()).toBeNull();
      modes.unlock('technician:anna');
      expect(modes.capture()).toMatchObject({ by: 'technician:anna' });
      expect(alarms().map(({ code }) => code)).toEqual(['privacy.capture-open']);
      expect(make({}).capture()).toBeNull();
      clock.pass(599_000);
      expect(modes.capture()).not.toBeNull();
      clock.pass(2_000);
      expect(modes.capture()).toBeNull();
      expect(alarms()).toEqual([]);
      expect(locks()).toBe(1);
      const actions = store.auditTrail(10).map(({ action }) => action);
      expect(actions).toEqual(expect.arrayContaining(['privacy.unlocked', 'privacy.locked']));
    }));
});

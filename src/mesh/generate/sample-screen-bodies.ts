import { gatewayTopics } from '../contract/topics.ts';
import type { Body } from './sample-bodies.ts';
import { samplePlace } from './sample-keys.ts';

/** What a gateway says of its screens. */
export function screenBodies(): Body[] {
  const topics = gatewayTopics(samplePlace);
  return [
    {
      name: 'screen-state',
      about: 'A screen that plays; one price has no proof of being current and gave way to "Preis am Regal".',
      topic: topics.screenState('checkout-1'),
      type: 'shelf.screen-state.v1',
      retain: true,
      data: {
        screen: 'checkout-1',
        version: 3,
        state: 'playing',
        reason: null,
        at: '2026-11-23T15:04:05Z',
        heardAt: '2026-11-23T15:04:02Z',
        visible: true,
        pricesHidden: 1,
      },
    },
    {
      name: 'screen-plays',
      about: 'What was seen on it in one hour.',
      topic: topics.screenPlays('checkout-1', '2026112314'),
      type: 'shelf.screen-plays.v1',
      data: {
        screen: 'checkout-1',
        hour: '2026-11-23T14:00:00Z',
        plays: [
          {
            entry: 'offers',
            offer: 'tea-evening',
            version: 3,
            variant: 'warm',
            count: 42,
            seconds: 501,
            unseenSeconds: 3,
          },
        ],
        method: 'page-report',
        confidence: 0.9,
      },
    },
  ];
}

import { actorOf } from '../actor.ts';
import { DoneDocument } from '../documents.ts';
import { defineRoute, type Route } from '../route.ts';
import { AlarmListDocument, HeatDocument, HeatQuery, QueueListDocument, SilenceRequest } from '../wired-documents.ts';
import type { WiredView } from '../wired-view.ts';
import { answerDone } from './sensors.ts';

/**
 * Queues, the hours of each zone, and alarms. Those are under `/api/watches`, as they are called in the configuration:
 * the alarms of the status are about the gateway itself.
 */
export function queueRoutes(view: WiredView): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/queues',
      role: 'viewer',
      summary: 'Queues with their length, waiting time and last hour',
      answer: QueueListDocument,
      run: ({ c }) => c.json(view.queues()),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/counts/:id/zero',
      role: 'technician',
      summary: 'Say that nobody is in a queue or a zone: counting begins anew',
      answer: DoneDocument,
      run: ({ c, param }) => answerDone(c, view.zeroCount(param('id'), actorOf(c))),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/heat',
      role: 'viewer',
      summary: 'What each hour was like in each zone, up to ninety days back',
      query: HeatQuery,
      answer: HeatDocument,
      run: ({ c, query }) => c.json(view.heat(query)),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/watches',
      role: 'viewer',
      summary: 'Alarms of queues, zones and buttons, with their state and thresholds',
      answer: AlarmListDocument,
      run: ({ c }) => c.json(view.shopAlarms()),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/watches/:id/ack',
      role: 'technician',
      summary: 'Say that somebody sees to an alarm',
      answer: DoneDocument,
      run: ({ c, param }) => answerDone(c, view.acknowledgeAlarm(param('id'), actorOf(c))),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/watches/:id/silence',
      role: 'technician',
      summary: 'Let an alarm be quiet for a while, whatever it sees',
      body: SilenceRequest,
      answer: DoneDocument,
      run: ({ c, param, body }) => answerDone(c, view.silenceAlarm(param('id'), body.forMs, actorOf(c))),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/watches/:id/test',
      role: 'technician',
      summary: 'Carry out the actions of an alarm for some seconds, as if it had been raised',
      answer: DoneDocument,
      run: ({ c, param }) => answerDone(c, view.testAlarm(param('id'), actorOf(c))),
    }),
  ];
}

import type { Context } from 'hono';
import { actorOf } from '../actor.ts';
import { DoneDocument } from '../documents.ts';
import { refuse, refuseRule } from '../refusal.ts';
import { defineRoute, type Route } from '../route.ts';
import {
  CalibrateRequest,
  LightRequest,
  PickListDocument,
  PickRequest,
  SensorDocument,
  SensorListDocument,
  SimulateRequest,
} from '../wired-documents.ts';
import type { Done, WiredView } from '../wired-view.ts';

/** Parts of nodes, scales and scanners, and lights that guide to a label. */
export function sensorRoutes(view: WiredView): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/sensors',
      role: 'viewer',
      summary: 'Sensors, lights, displays, scales and scanners with what they say now',
      answer: SensorListDocument,
      run: ({ c }) => c.json(view.sensors()),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/sensors/:id',
      role: 'viewer',
      summary: 'One of them with its newest events',
      answer: SensorDocument,
      run({ c, param }) {
        const sensor = view.sensor(param('id'));
        return sensor === null ? refuse(c, 404, 'sensor.unknown') : c.json(sensor);
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/api/sensors/:id/tare',
      role: 'technician',
      summary: 'What lies on a load cell now weighs nothing',
      answer: DoneDocument,
      run: ({ c, param }) => answerDone(c, view.tareSensor(param('id'), actorOf(c))),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/sensors/:id/calibrate',
      role: 'technician',
      summary: 'Tell a load cell how much lies on it',
      body: CalibrateRequest,
      answer: DoneDocument,
      run: ({ c, param, body }) => answerDone(c, view.calibrateSensor(param('id'), body.grams, actorOf(c))),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/sensors/:id/simulate',
      role: 'technician',
      summary: 'Act as if a sensor had said so, to try what follows; it is written to the audit trail',
      body: SimulateRequest,
      answer: DoneDocument,
      run: ({ c, param, body }) => answerDone(c, view.simulateSensor(param('id'), body, actorOf(c))),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/sensors/:id/light',
      role: 'technician',
      summary: 'Switch a light on or off, or let it blink',
      body: LightRequest,
      answer: DoneDocument,
      run: ({ c, param, body }) => answerDone(c, view.setLight(param('id'), body, actorOf(c))),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/picks',
      role: 'viewer',
      summary: 'Labels that a light guides to right now',
      answer: PickListDocument,
      run: ({ c }) => c.json(view.picks()),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/picks',
      role: 'technician',
      summary: 'Guide to a label, or to the labels of a product, by light',
      body: PickRequest,
      answer: PickListDocument,
      run({ c, body }) {
        if ((body.label === undefined) === (body.sku === undefined))
          return refuse(c, 400, 'console.request-invalid', 'body: name either a label or a sku');
        const started = view.startPick(body, actorOf(c));
        return started.ok ? c.json(started.document) : refuseRule(c, started);
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/api/picks/:label',
      role: 'technician',
      summary: 'Guide to a label no more',
      answer: DoneDocument,
      run: ({ c, param }) => answerDone(c, view.stopPick(param('label'), actorOf(c))),
    }),
  ];
}

/** Answers that it is done, or why not. */
export function answerDone(c: Context, done: Done): Response {
  const document: DoneDocument = { schemaVersion: 1, ok: true };
  return done.ok ? c.json(document) : refuseRule(c, done);
}

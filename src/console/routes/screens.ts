import type { Context } from 'hono';
import { pageEventSchema } from '../../signage/wire/page-event.ts';
import { actorOf } from '../actor.ts';
import { DoneDocument } from '../documents.ts';
import { refuse, refuseRule } from '../refusal.ts';
import { defineRoute, type Route } from '../route.ts';
import {
  LayoutListDocument,
  LayoutPreviewDocument,
  LayoutPreviewRequest,
  OverrideRequest,
  PairRequest,
  PlaysQuery,
  RevokeDocument,
  RevokeRequest,
  ScreenDocument,
  ScreenListDocument,
  ScreenOrderDocument,
  ScreenPlaysDocument,
} from '../screen-documents.ts';
import type { ScreenView } from '../screen-view.ts';
import { answerDone } from './sensors.ts';

const orders = {
  reload: 'Load the pages of a screen anew',
  identify: 'Let a screen say which one it is, for some seconds',
  screenshot: 'Have a screen take a picture of itself, and compare it with what it should show',
} as const;

/** Signage screens, for technicians. What their own pages ask for lies below `/s/`. */
export function screenRoutes(view: ScreenView): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/screens',
      role: 'viewer',
      summary: 'Screens, how they stand, and what can be seen on them',
      answer: ScreenListDocument,
      run: ({ c }) => c.json(view.screens()),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/screens/override',
      role: 'technician',
      summary: 'Put words above everything on one screen, on those of a zone, or on all',
      body: OverrideRequest,
      answer: DoneDocument,
      run: ({ c, body }) => answerDone(c, view.overrideScreens(body, actorOf(c))),
    }),
    defineRoute({
      method: 'DELETE',
      path: '/api/screens/override',
      role: 'technician',
      summary: 'Take those words back',
      answer: DoneDocument,
      run: ({ c }) => answerDone(c, view.liftOverride(actorOf(c))),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/screens/:id',
      role: 'viewer',
      summary: 'One screen with its playlist, pages, prices, pictures and orders',
      answer: ScreenDocument,
      run({ c, param }) {
        const screen = view.screen(param('id'));
        return screen === null ? noScreen(c) : c.json(screen);
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/api/screens/:id/programme',
      role: 'viewer',
      summary: 'What its pages get first, for a mirror of it',
      answer: pageEventSchema,
      run({ c, param }) {
        const programme = view.screenProgramme(param('id'));
        return programme === null ? noScreen(c) : c.json(programme);
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/api/screens/:id/plays',
      role: 'viewer',
      summary: 'What was played by hours, and how much of it is proven to be seen',
      query: PlaysQuery,
      answer: ScreenPlaysDocument,
      run({ c, param, query }) {
        const plays = view.screenPlays(param('id'), query.hours);
        return plays === null ? noScreen(c) : c.json(plays);
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/api/screens/:id/screenshot.png',
      role: 'viewer',
      summary: 'The last picture that a screen took of itself',
      answer: 'image/png',
      run({ c, param }) {
        if (view.screen(param('id')) === null) return noScreen(c);
        const last = view.screenshot(param('id'));
        if (last === null) return refuse(c, 404, 'console.not-found', 'There is no picture of this screen yet.');
        const headers = { 'content-type': 'image/png', 'last-modified': new Date(last.atMs).toUTCString() };
        return c.body(last.png, 200, headers);
      },
    }),
    ...(['reload', 'identify', 'screenshot'] as const).map(order =>
      defineRoute({
        method: 'POST',
        path: `/api/screens/:id/${order}`,
        role: 'technician',
        summary: orders[order],
        answer: ScreenOrderDocument,
        async run({ c, param }) {
          const ordered = await view.orderScreen(param('id'), order, actorOf(c));
          return ordered.ok ? c.json(ordered.document) : refuseRule(c, ordered);
        },
      }),
    ),
    defineRoute({
      method: 'POST',
      path: '/api/screens/:id/pair',
      role: 'technician',
      summary: 'Let the page in that shows this code',
      body: PairRequest,
      answer: DoneDocument,
      run: ({ c, param, body }) => answerDone(c, view.pairScreen(param('id'), body, actorOf(c))),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/screens/:id/revoke',
      role: 'technician',
      summary: 'Take the tokens of a screen, or one of them; streams that came by them end at once',
      body: RevokeRequest,
      answer: RevokeDocument,
      run({ c, param, body }) {
        const revoked = view.revokeScreen(param('id'), body, actorOf(c));
        return revoked.ok ? c.json(revoked.document) : refuseRule(c, revoked);
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/api/layouts',
      role: 'viewer',
      summary: 'The layouts of screens with their sources',
      answer: LayoutListDocument,
      run: ({ c }) => c.json(view.layouts()),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/layouts/preview',
      role: 'viewer',
      summary: 'Check a layout and read it as a page would; nothing is kept',
      body: LayoutPreviewRequest,
      answer: LayoutPreviewDocument,
      run: ({ c, body }) => c.json(view.previewLayout(body)),
    }),
  ];
}

function noScreen(c: Context): Response {
  return refuse(c, 404, 'screen.unknown');
}

import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Clock } from '../../clock.ts';
import { reportSchema } from '../../signage/wire/report.ts';
import type { ConsoleApp, ConsoleEnv } from '../app.ts';
import { answerFiles, type WebFile } from '../assets.ts';
import { clientOf, tooMany } from '../guard.ts';
import { createRateLimit } from '../rate-limit.ts';
import { refuse } from '../refusal.ts';
import { explainIssue } from '../request-problem.ts';
import { beginsAsPng } from './png-head.ts';
import { createAssetAnswer } from './screen-asset.ts';
import { type AskSession, doorOf, handToken, tokenOf } from './screen-guard.ts';
import type { PageDoor, ScreenPages } from './screen-pages.ts';
import { createScreenStreams } from './screen-streams.ts';

const maxReportBytes = 262_144;
const maxPngBytes = 8_388_608;
/** A page reports each 5 s and at changes; eight of them may show a screen. */
const reportRate = { burst: 80, perSecond: 20 };
const pictureRate = { burst: 8, perSecond: 1 };
/** A page begins anew when its code has run out; somebody who tries has to wait. */
const beginRate = { burst: 5, perSecond: 5 / 60 };
/** Each page that waits asks each 2 s. */
const pollRate = { burst: 60, perSecond: 10 };

export interface ScreenRouteOptions {
  readonly pages: ScreenPages;
  /** The page's files by their paths below `/s/`: `index.html`, `sw.js`, `assets/…`. */
  readonly load: () => Promise<readonly WebFile[]>;
  readonly failed: (error: unknown) => void;
  readonly clock: Clock;
}

/**
 * Everything below `/s/`: the page of a screen, its stream, its reports, its pictures. It has a guard of its own, for a
 * screen's token opens this screen and nothing else.
 */
export function createScreenRoutes({ pages, load, failed, clock }: ScreenRouteOptions) {
  const streams = createScreenStreams(pages);
  const file = answerFiles(load, failed);
  const asset = createAssetAnswer();
  const reports = createRateLimit(reportRate);
  const pictures = createRateLimit(pictureRate);
  const begins = createRateLimit(beginRate);
  const polls = createRateLimit(pollRate);

  const limited =
    (rate: ReturnType<typeof createRateLimit>, each: 'client' | 'screen'): MiddlewareHandler<ConsoleEnv> =>
    (c, next) => {
      const who = each === 'client' ? clientOf(c) : `${clientOf(c)} ${c.req.param('screen')}`;
      const waitSeconds = rate(who, clock.monotonic());
      return waitSeconds === null ? next() : Promise.resolve(tooMany(c, waitSeconds));
    };
  const atMost = (maxSize: number) => bodyLimit({ maxSize, onError: c => refuse(c, 413, 'console.body-too-large') });

  return {
    /** `secure`: the app is served over TLS. */
    mount(app: ConsoleApp, askSession: AskSession, secure: boolean): void {
      const enter: MiddlewareHandler<ConsoleEnv> = (c, next) => {
        const screen = c.req.param('screen') ?? '';
        const door = doorOf(c, screen, pages, askSession);
        if (door === null) return Promise.resolve(refuse(c, 401, 'screen.unpaired'));
        if (!pages.knows(screen)) return Promise.resolve(refuse(c, 404, 'screen.unknown'));
        c.set('door', door);
        return next();
      };

      // Whatever is asked here may be kept by nobody, unless it says so.
      app.use('/s/*', async (c, next) => {
        await next();
        if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store');
      });
      app.get('/s/sw.js', c => file(c, 'sw.js'));
      // With a dot, so that a screen may be called `assets`.
      app.get('/s/assets/:name{.+\\..+}', c => file(c, `assets/${c.req.param('name')}`));
      app.get('/s/:screen{[a-z0-9][a-z0-9-]*}', c => file(c, 'index.html'));

      app.get('/s/:screen/events', enter, c => {
        if (c.req.method !== 'GET') return c.body(null, 405, { allow: 'GET' });
        const { screen, door } = asked(c);
        const token = tokenOf(c);
        if (door.kind === 'token' && token !== null) handToken(c, screen, token, secure);
        return streams.open(c, screen, door);
      });
      app.post('/s/:screen/report', enter, limited(reports, 'screen'), atMost(maxReportBytes), c => takeReport(c));
      app.get('/s/:screen/asset/:sha256{[0-9a-f]{64}}', enter, c => {
        const sha256 = c.req.param('sha256');
        const found = pages.asset(asked(c).screen, sha256);
        return found === null ? refuse(c, 404, 'screen.asset-missing') : asset(c, sha256, found);
      });
      app.post('/s/:screen/screenshot/:order', enter, limited(pictures, 'screen'), atMost(maxPngBytes), c =>
        takePicture(c, c.req.param('order')),
      );

      app.post('/s/:screen/pair', limited(begins, 'client'), c => {
        const begun = pages.knows(c.req.param('screen'))
          ? pages.beginPairing(c.req.param('screen'))
          : ({ ok: false, reason: 'screen.unknown' } as const);
        if (begun.ok) return c.json(begun.pairing);
        if (begun.reason === 'screen.unknown') return refuse(c, 404, begun.reason);
        c.header('retry-after', '60');
        return refuse(c, 503, begun.reason);
      });
      app.get('/s/:screen/pair/:secret', limited(polls, 'client'), c => {
        const screen = c.req.param('screen');
        const pairing = pages.pairingOf(screen, c.req.param('secret'));
        if (pairing.state === 'over') return refuse(c, 410, 'screen.pair-code-wrong', 'This pairing has run out.');
        if (pairing.state === 'waiting') return c.json({ state: 'waiting' }, 202);
        handToken(c, screen, pairing.token, secure);
        return c.json({ state: 'paired' });
      });
      app.all('/s/*', c => refuse(c, 404, 'console.not-found'));
    },
    /** How many streams are open. */
    open: streams.size,
    endAll: streams.endAll,
  };

  async function takeReport(c: Context<ConsoleEnv>): Promise<Response> {
    if (!/^application\/json\b/i.test(c.req.header('content-type') ?? '')) {
      return refuse(c, 415, 'console.request-invalid', 'Send the body as content-type application/json.');
    }
    const read = reportSchema.safeParse(await c.req.json().catch(() => undefined));
    if (!read.success) return refuse(c, 400, 'console.request-invalid', explainIssue('body', read.error));
    const { screen, door } = asked(c);
    const taken = pages.report(screen, read.data, door);
    if (taken.ok) return c.json(taken.answer);
    return refuse(c, taken.reason === 'screen.unknown' ? 404 : 503, taken.reason);
  }

  async function takePicture(c: Context<ConsoleEnv>, order: string): Promise<Response> {
    const png = new Uint8Array(await c.req.arrayBuffer());
    if (!beginsAsPng(png)) return refuse(c, 400, 'console.request-invalid', 'body: must be a PNG.');
    if (!pages.screenshot(asked(c).screen, order, png)) return refuse(c, 404, 'screen.order-late');
    return c.json({ taken: true });
  }
}

function asked(c: Context<ConsoleEnv>): { readonly screen: string; readonly door: PageDoor } {
  const door = c.get('door');
  if (door === undefined) throw new Error('a route of a screen without its guard');
  return { screen: c.req.param('screen') ?? '', door };
}

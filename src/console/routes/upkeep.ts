import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { actorOf } from '../actor.ts';
import { DoneDocument } from '../documents.ts';
import { refuse } from '../refusal.ts';
import { defineRoute, type Route } from '../route.ts';
import {
  AuditDocument,
  AuditQuery,
  HeldMessageDocument,
  PauseRequest,
  ResyncRequest,
  WavesDocument,
} from '../upkeep-documents.ts';
import type { UpkeepView } from '../upkeep-view.ts';

const done: DoneDocument = { schemaVersion: 1, ok: true };

/** What keeps a gateway going. */
export function upkeepRoutes(view: UpkeepView): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/waves',
      role: 'viewer',
      summary: 'The wave under way, whether delivery is paused, and the waves before',
      answer: WavesDocument,
      run: ({ c }) => c.json(view.waves()),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/waves/pause',
      role: 'technician',
      summary: 'Hold new uploads back; what is under way ends in peace',
      body: PauseRequest,
      answer: DoneDocument,
      run({ c, body }) {
        view.pause(body.forSeconds === undefined ? null : body.forSeconds * 1000, actorOf(c));
        return c.json(done);
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/api/waves/resume',
      role: 'technician',
      summary: 'Let uploads go on',
      answer: DoneDocument,
      run: ({ c }) =>
        view.resume(actorOf(c)) ? c.json(done) : refuse(c, 409, 'console.not-found', 'Delivery is not paused.'),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/audit',
      role: 'admin',
      summary: 'Who did what, newest first',
      query: AuditQuery,
      answer: AuditDocument,
      run: ({ c, query }) => c.json(view.auditTrail(query)),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/mesh/quarantine/:id',
      role: 'viewer',
      summary: 'A message that was not believed, as it came',
      answer: HeldMessageDocument,
      run({ c, param }) {
        const message = view.heldMessage(param('id'));
        return message ? c.json(message) : refuse(c, 404, 'console.not-found', 'No message with this id is held.');
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/api/mesh/resync',
      role: 'technician',
      summary: 'Ask the mesh for everything again, of one stream or of all',
      body: ResyncRequest,
      answer: DoneDocument,
      run: ({ c, body }) =>
        view.resync(body.stream ?? null, actorOf(c))
          ? c.json(done)
          : refuse(c, 404, 'console.not-found', 'There is no stream of this name.'),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/store/backup',
      role: 'admin',
      summary: 'A consistent copy of the store, made while it is in use; keys of labels stay wrapped',
      answer: 'application/vnd.sqlite3',
      async run({ c }) {
        const path = view.backup(actorOf(c));
        const { size } = await stat(path);
        const file = createReadStream(path);
        file.once('close', () => void rm(dirname(path), { recursive: true, force: true }));
        return c.body(Readable.toWeb(file) as ReadableStream, 200, {
          'content-type': 'application/vnd.sqlite3',
          'content-length': String(size),
        });
      },
    }),
  ];
}

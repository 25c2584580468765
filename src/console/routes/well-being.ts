import { z } from 'zod';
import { AttentionDocument } from '../attention-document.ts';
import { SamplesDocument } from '../documents.ts';
import { defineRoute, type Route } from '../route.ts';
import { VerifiedLabelDocument, VerifyDocument } from '../verify-document.ts';
import type { WellBeingView } from '../well-being-view.ts';
import { noLabel } from './labels.ts';

/** What needs somebody, and what is proven. */
export function wellBeingRoutes(view: WellBeingView): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/attention',
      role: 'viewer',
      summary: 'What somebody should look at, worst first, one entry per cause',
      answer: AttentionDocument,
      run: ({ c }) => c.json(view.attention()),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/verify',
      role: 'viewer',
      summary: 'How many labels are proven right now, and which are not and why',
      query: z.object({
        /** `1`: list every bound label with its proof. */
        all: z.enum(['0', '1']).default('0'),
      }),
      answer: VerifyDocument,
      run: ({ c, query }) => c.json(view.verify(query.all === '1')),
    }),
    defineRoute({
      method: 'GET',
      path: '/api/labels/:id/verify',
      role: 'viewer',
      summary: 'What proves the content of one label, and how old that proof is',
      answer: VerifiedLabelDocument,
      run({ c, param }) {
        const label = view.verifyLabel(param('id'));
        return label === null ? noLabel(c) : c.json({ schemaVersion: 1, ...label } satisfies VerifiedLabelDocument);
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/api/labels/:id/samples',
      role: 'viewer',
      summary: 'Battery and signal of one label over the last thirty days',
      answer: SamplesDocument,
      run({ c, param }) {
        const samples = view.samples(param('id'));
        return samples === null ? noLabel(c) : c.json(samples);
      },
    }),
  ];
}

import type { AgentView } from '../agent-view.ts';
import { PreviewDocument, PreviewRequest, TemplateListDocument } from '../documents.ts';
import { defineRoute, type Route } from '../route.ts';
import type { ToPng } from '../to-png.ts';

/** The templates, and what one would look like. */
export function templateRoutes(view: AgentView, toPng: ToPng): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/templates',
      role: 'viewer',
      summary: 'The templates with their sources',
      answer: TemplateListDocument,
      run: ({ c }) => c.json({ schemaVersion: 1, templates: view.templates() } satisfies TemplateListDocument),
    }),
    defineRoute({
      method: 'POST',
      path: '/api/templates/preview',
      role: 'viewer',
      summary: 'Draw a template on every panel size, with sample content; nothing is kept',
      body: PreviewRequest,
      answer: PreviewDocument,
      run({ c, body }) {
        const panels = view.previewTemplate(body.source).map(({ panel, bitmap, problems }) => ({
          width: panel.width,
          height: panel.height,
          palette: panel.palette,
          dpi: panel.dpi,
          png: bitmap === null ? null : Buffer.from(toPng(bitmap, panel, 1)).toString('base64'),
          problems: [...problems],
        }));
        return c.json({ schemaVersion: 1, panels } satisfies PreviewDocument);
      },
    }),
  ];
}

import type { z } from 'zod';

/** What is wrong with a request, naming the field: `body.source: …`. */
export function explainIssue(part: 'body' | 'query', error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return `The ${part} cannot be read.`;
  return `${[part, ...issue.path].join('.')}: ${issue.message}.`;
}

import type { LabelSummary, PageEvent, StatusDocument, TailEvent } from '../documents.ts';

/** Everything the pages draw from. Labels that did not change keep their identity, so that only changed tiles are redrawn. */
export interface PageState {
  readonly status: StatusDocument | null;
  readonly labels: ReadonlyMap<string, LabelSummary>;
  /** Newest first. */
  readonly activity: readonly TailEvent[];
}

/** Lines of activity kept. */
const keptActivity = 40;

export const emptyPageState: PageState = { status: null, labels: new Map(), activity: [] };

/** The state after an event. */
export function applyPageEvent(state: PageState, event: PageEvent): PageState {
  switch (event.type) {
    case 'snapshot':
      return { ...state, status: event.status, labels: new Map(event.labels.map(label => [label.id, label])) };
    case 'labels': {
      const labels = new Map(state.labels);
      for (const label of event.labels) labels.set(label.id, label);
      for (const id of event.gone) labels.delete(id);
      return { ...state, labels };
    }
    case 'status':
      return { ...state, status: event.status };
    case 'tail':
      return { ...state, activity: [...event.events].reverse().concat(state.activity).slice(0, keptActivity) };
  }
}

/** A server-sent event with data. */
export interface ServerEvent {
  /** The last id that was told; empty: none yet. */
  readonly id: string;
  readonly data: string;
}

/** Characters of one event; a stream that sends more is broken. */
const maxCharacters = 8_000_000;

/**
 * Reads `text/event-stream`: gets its text piece by piece, cut anywhere, and gives what is complete.
 * Source: WHATWG HTML, 9.2.6 "Interpreting an event stream". The fields `event` and `retry` are passed over.
 */
export function createEventReader(): (text: string) => ServerEvent[] {
  let rest = '';
  let id = '';
  let data: string[] = [];
  let characters = 0;

  return function read(text) {
    const events: ServerEvent[] = [];
    rest += text;
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop()!;
    for (const line of lines) {
      if (line === '') {
        if (data.length > 0) events.push({ id, data: data.join('\n') });
        data = [];
        characters = 0;
        continue;
      }
      const colon = line.indexOf(':');
      const field = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
      if (field === 'data') {
        data.push(value);
        characters += value.length;
      }
      if (field === 'id' && !value.includes('\0')) id = value;
    }
    if (rest.length + characters > maxCharacters) throw new RangeError('an event is too long');
    return events;
  };
}

/** A message of a stream of server-sent events. */
export interface StreamMessage {
  /** The newest id so far; null: none yet. */
  readonly id: string | null;
  readonly data: string;
}

/** The longest message taken; a programme is some hundred kilobytes. */
const longestChars = 8_000_000;

/**
 * Reads server-sent events from text as it comes in. Throws when a message is longer than is ever sent.
 * @returns what to call with each piece; it answers with the messages that are complete
 */
export function readEventStream(): (piece: string) => StreamMessage[] {
  let rest = '';
  let id: string | null = null;
  let data: string[] = [];
  return piece => {
    rest += piece;
    if (rest.length > longestChars) throw new Error('a message of the stream is too long');
    const messages: StreamMessage[] = [];
    if (!piece.includes('\n')) return messages;
    const lines = rest.split(/\r\n|\n/);
    rest = lines.pop()!;
    for (const line of lines) {
      if (line === '') {
        if (data.length > 0) messages.push({ id, data: data.join('\n') });
        data = [];
      } else if (line.startsWith('data:')) data.push(line.slice(line[5] === ' ' ? 6 : 5));
      else if (line.startsWith('id:')) id = line.slice(3).trim();
    }
    return messages;
  };
}

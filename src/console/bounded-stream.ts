/** A response body that is pushed into, with a limit on what a slow reader may leave unread. */
export interface BoundedStream {
  readonly body: ReadableStream<Uint8Array>;
  /** Sends text. False: the stream is over, or is ended now because the reader left more than the limit unread. */
  send(text: string): boolean;
  /** Ends the stream after what is queued. */
  end(): void;
}

/**
 * A pushed stream. `limitBytes`: what may wait for the reader beyond what the sockets hold. The send that finds more
 * waiting ends the stream; `closed('slow')` then has to cut the connection, which lets go of what waits and makes the
 * reader come again. `closed` is called once, however it ended.
 */
export function createBoundedStream(
  limitBytes: number,
  closed: (cause: 'reader' | 'slow' | 'ended') => void,
): BoundedStream {
  const encoder = new TextEncoder();
  let target: ReadableStreamDefaultController<Uint8Array> | null = null;
  const over = (cause: 'reader' | 'slow' | 'ended') => {
    const last = target;
    if (last === null) return;
    target = null;
    if (cause === 'ended') last.close();
    closed(cause);
  };
  const body = new ReadableStream<Uint8Array>(
    {
      start: controller => {
        target = controller;
      },
      cancel: () => over('reader'),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: limitBytes }),
  );
  return {
    body,
    send(text) {
      if (target === null) return false;
      if ((target.desiredSize ?? 0) <= 0) {
        over('slow');
        return false;
      }
      target.enqueue(encoder.encode(text));
      return true;
    },
    end: () => over('ended'),
  };
}

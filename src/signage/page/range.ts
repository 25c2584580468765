/** The part of a kept response that a player of films asks for; all of it where it asks for what nobody asks for. */
export async function partOf(whole: Response, range: string): Promise<Response> {
  const body = await whole.blob();
  const type = whole.headers.get('content-type') ?? 'application/octet-stream';
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(range) ?? [];
  if (first === undefined) return new Response(body, { headers: { 'content-type': type } });
  const from = Number(first);
  const to = last === undefined || last === '' ? body.size - 1 : Math.min(Number(last), body.size - 1);
  if (from > to) return new Response(null, { status: 416, headers: { 'content-range': `bytes */${body.size}` } });
  return new Response(body.slice(from, to + 1), {
    status: 206,
    headers: {
      'content-type': type,
      'content-length': String(to - from + 1),
      'content-range': `bytes ${from}-${to}/${body.size}`,
      'accept-ranges': 'bytes',
    },
  });
}

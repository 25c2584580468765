import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allProven, type House, openHouse, until } from './house.ts';

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue: string } }[];
}

let house: House;
const spans: Span[] = [];
/** A collector that takes OTLP over HTTP. */
const collector = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', chunk => {
    body += chunk;
  });
  request.on('end', () => {
    if (request.url === '/v1/traces' && request.headers['content-type'] === 'application/json') {
      const { resourceSpans } = JSON.parse(body) as { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] };
      for (const { scopeSpans } of resourceSpans) for (const scope of scopeSpans) spans.push(...scope.spans);
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
});

beforeAll(async () => {
  await new Promise<void>(resolve => collector.listen(0, '127.0.0.1', resolve));
  const otlp = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  house = await openHouse({ labels: 4, config: { telemetry: { otlp } } });
  await house.startAgent();
  await allProven(house);
}, 60_000);
afterAll(async () => {
  await house?.stop();
  collector.close();
});

test("each price's way to its label is told as one trace, with waiting and upload inside it", async () => {
  const [label] = await house.labels();
  const about = (span: Span) => span.attributes.find(each => each.key === 'endcap.label')?.value.stringValue;
  await until(() => spans.some(span => about(span) === label!.id), 15_000);
  const whole = spans.find(span => span.name === 'endcap.price-to-label' && about(span) === label!.id)!;
  const parts = spans.filter(span => span.parentSpanId === whole.spanId);
  expect(whole.traceId).toMatch(/^[0-9a-f]{32}$/);
  expect(parts.map(part => part.name).sort()).toEqual(['endcap.upload', 'endcap.wait']);
  for (const part of parts) {
    expect(part.traceId).toBe(whole.traceId);
    expect(BigInt(part.startTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(whole.startTimeUnixNano));
    expect(BigInt(part.endTimeUnixNano)).toBeLessThanOrEqual(BigInt(whole.endTimeUnixNano));
  }
}, 30_000);

import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';
import { allProven, openHouse, until } from '../e2e/house.ts';
import { type Figure, quantile, round } from './figure.ts';

const samples = 120;
const warmUps = 10;
/** H4 command, LE Create Connection: the first bytes by which a label is called. */
const createConnection = Buffer.from([0x01, 0x0d, 0x20]);

/** A wire between the agent and its radio that tells when a label is called. */
async function tap(target: string, called: (atMs: number) => void): Promise<{ url: string; server: Server }> {
  const { hostname, port } = new URL(target);
  const server = createServer(host => {
    const radio = connect(Number(port), hostname);
    host.setNoDelay(true);
    radio.setNoDelay(true);
    host.on('data', data => {
      if (data.includes(createConnection)) called(performance.now());
    });
    host.pipe(radio).pipe(host);
    for (const end of [host, radio]) end.on('error', () => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: `tcp://127.0.0.1:${address.port}`, server };
}

/**
 * From the moment at which the central mesh publishes a price to the first byte with which the radio calls the label, on
 * an idle gateway: broker, signature, commit, decision, picture, second commit, dispatch. Everything runs in this one
 * process, so the shop's own work is in it as well.
 */
export async function benchLatency(): Promise<Figure[]> {
  let calledMs: number | null = null;
  const servers: Server[] = [];
  const house = await openHouse({
    // Many, because labels allow only a few handshakes a minute.
    labels: 60,
    async radioUrls(urls) {
      const taps = await Promise.all(urls.map(url => tap(url, atMs => (calledMs ??= atMs))));
      servers.push(...taps.map(({ server }) => server));
      return taps.map(({ url }) => url);
    },
  });
  const latencies: number[] = [];
  try {
    await house.startAgent();
    await allProven(house);
    const labels = await house.labels();
    for (let sample = 0; sample < samples + warmUps; sample++) {
      const label = labels[sample % labels.length]!;
      const amount = house.shop.pricing.amount(label.skus[0]!)!;
      await until(async () => (await house.status()).labels.confirmed === labels.length);
      calledMs = null;
      const publishedMs = performance.now();
      // Upwards, so that nothing waits for the tills.
      house.shop.pricing.setPrice(label.skus[0]!, BigInt(amount) + 1n);
      const called = await until(() => calledMs, 10_000, 'the call');
      if (sample >= warmUps) latencies.push(called - publishedMs);
    }
  } finally {
    await house.stop();
    for (const server of servers) server.close();
  }
  const figure = (name: string, share: number, goal: number | null): Figure => ({
    name,
    value: round(quantile(latencies, share), 1),
    unit: 'ms',
    goal,
    baseline: null,
    samples: latencies.length,
  });
  return [figure('radio.firstByteP50Ms', 0.5, null), figure('radio.firstByteP99Ms', 0.99, 50)];
}

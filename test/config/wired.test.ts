import { expect, it, test } from 'vitest';
import { loaded, problemsOf, smallest } from './loading.ts';

const shop = `zones: [{id: tills}, {id: fresh}]
nodes:
  - id: till-node
    url: tcp://10.0.0.7:3030
    parts:
      - {kind: line, id: till-in, pins: [2, 3], zone: tills}
      - {kind: line, id: till-out, pins: [4, 5], zone: tills}
      - {kind: button, id: bell, pin: 6, role: assist, led: lamp}
      - {kind: light, id: lamp, pin: 8}
      - {kind: relay, id: gate, pin: 9}
      - {kind: display, id: lcd, model: lcd-20x4, address: 0x27, label: d15b00000001}
scanners: [{id: floor, url: "serial:///dev/ttyUSB0", zone: fresh}]
queues: [{id: till-1, zone: tills, entry: [till-in], exit: [till-out]}]
watches:
  - {id: long, on: {queue: till-1, figure: length}, raise: 5, clear: 2, text: Open, actions: [{light: lamp}]}
  - {id: call, on: {button: bell}, text: Help}
entry: {keys: [{kid: k, publicKey: 11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo}], relay: gate}
`;

it('takes what fits together', () => {
  expect(loaded(smallest + shop).config.nodes[0]!.parts).toHaveLength(6);
});

test.each([
  ['id: till-out,', 'id: till-in,', 'nodes[0].parts[1].id', /named twice/],
  ['tcp://10.0.0.7:3030', 'tcp://10.0.0.7', 'nodes[0].url', /must look like/],
  ['serial:///dev/ttyUSB0', 'serial:///dev/ttyUSB0?baud=300', 'scanners[0].url', /must look like/],
  ['serial:///dev/ttyUSB0', 'serial:', 'scanners[0].url', /must look like/],
  ['zone: fresh}]\nqueues', 'zone: fresh, label: d15b00000009}]\nqueues', 'scanners[0].label', /no display/],
  ['HURo}]', 'HURp}]', 'entry.keys[0].publicKey', /32 bytes/],
  ['led: lamp', 'led: bell', 'nodes[0].parts[2].led', /no light "bell"/],
  ['zone: fresh}]\nqueues', 'zone: nowhere}]\nqueues', 'scanners[0].zone', /no zone/],
  ['entry: [till-in]', 'entry: [lamp]', 'queues[0].entry[0]', /no line "lamp"/],
  ['exit: [till-out]', 'exit: [gone]', 'queues[0].exit[0]', /no line "gone"/],
  ['queue: till-1', 'queue: till-9', 'watches[0].on.queue', /no queue/],
  ['raise: 5, ', '', 'watches[0].raise', /missing/],
  ['clear: 2', 'clear: 6', 'watches[0].clear', /above raise/],
  ['button: bell', 'button: lamp', 'watches[1].on.button', /no button "lamp"/],
  ['{light: lamp}', '{light: gate}', 'watches[0].actions[0].light', /no light "gate"/],
  ['relay: gate', 'relay: lamp', 'entry.relay', /no relay "lamp"/],
  ['id: call', 'id: long', 'watches[1].id', /named twice/],
  [
    'exit: [till-out]}]',
    'exit: [till-out]}, {id: b, zone: tills, entry: [till-in]}]',
    'queues[1].zone',
    /another queue/,
  ],
])('names the field where %s becomes %s', (from, to, field, message) => {
  expect(shop).toContain(from);
  const problems = problemsOf(smallest + shop.replace(from, to));
  expect(problems.find(problem => problem.field === field)?.message).toMatch(message);
});

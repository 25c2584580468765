/**
 * The stable name of each kind of log line, its field `event`, and what it tells. The one place where they are declared;
 * `docs/log-events.md` is generated from here. A line's text may change, its event does not.
 */
export const logEvents = {
  'agent.catch-up-needed': 'Facts are durable, but could not be passed on yet; they are tried again.',
  'agent.crashed': 'The agent ends because of a defect, with exit code 1; `err` says which. It is to be started anew.',
  'alarm.cleared': 'An alarm no longer stands; `reason` and `subject` say which.',
  'alarm.raised': 'An alarm stands from now on; `reason`, `subject` and `detail` say which.',
  'console.listens': 'The console can be reached at `url`.',
  'console.page-broken': 'A page cannot be bundled.',
  'console.plaintext': 'The console listens beyond this machine without TLS.',
  'console.request-failed': 'A request failed inside the agent.',
  'label.attempt-failed': 'An attempt to reach a label failed; `reason` says why. It is tried again.',
  'label.desired-failed': 'A price that begins now could not be decided yet.',
  'label.record-failed': 'What happened with a label could not be recorded.',
  'label.report-failed': 'Labels could not be marked for reporting to the mesh.',
  'label.shown': 'A label acknowledged what it shows.',
  'mesh.binding-failed': 'Bindings made here cannot be told to the mesh yet.',
  'mesh.command-failed': 'A command of the authority failed, or its end cannot be remembered.',
  'mesh.commit-failed': 'What the mesh sent cannot be made durable; the connection is begun anew.',
  'mesh.connected': 'The connection to the broker stands.',
  'mesh.disconnected': 'There is no connection to the broker; the next attempt follows in `pauseMs`.',
  'mesh.lab-mode': 'Unsigned facts are accepted.',
  'mesh.listener-failed': 'A part of the agent failed over what the mesh told it; the others were told too.',
  'mesh.message-refused': 'A message of the mesh was refused; `reason` and `topic` say which.',
  'mesh.message-unprocessable': 'A message of the mesh cannot be processed.',
  'mesh.release-failed': 'A held fact cannot be released.',
  'mesh.report-failed': 'Label states cannot be marked as reported.',
  'node.message-refused': 'What a board said makes no sense; it was passed over.',
  'node.unfit': 'The parts of a board could not be set up.',
  'proximity.failed':
    'Something of beacons, sightings or offers could not be made durable, and was therefore not done.',
  'radio.deaf': 'Nothing was heard for a while; scanning begins anew.',
  'radio.down': 'A radio is gone; it is opened again in `retryMs`.',
  'radio.malformed': 'Malformed input from a controller was dropped.',
  'radio.ready': 'A radio is on air.',
  'rate.accepted': 'An exchange rate was accepted; `pair`, `rate` and `seq` say which.',
  'rate.refused': 'An exchange rate was refused; `pair` and `reason` say which and why.',
  'sats.tick-failed': 'Prices in bitcoin could not be decided; it is tried again.',
  'screen.failed':
    'Something of the screens could not be made durable or decided; until it can, they hide their prices.',
  'supervision.no-sign': 'The agent found itself unwell and gives the service manager no sign of life.',
  'supervision.untold': 'The service manager cannot be told.',
  'telemetry.untold': 'The OpenTelemetry collector takes no traces; `dropped` says how many spans were lost so far.',
  'wired.failed':
    'Something of nodes, queues, alarms or coupons could not be made durable, and was therefore not done.',
} as const;

export type LogEvent = keyof typeof logEvents;

/** The fields of a log line: its event, and what belongs to it. */
export interface LogFields {
  readonly event: LogEvent;
  readonly [field: string]: unknown;
}

/** German for nodes, sensors, queues, coupons and entry; joined in `reason-texts.ts`. */
export const wiredReasons = {
  'alarm.unknown': { meaning: 'Diesen Alarm gibt es nicht.', fix: 'Siehe endcap alarm list.' },
  'checkout.scale-silent': {
    meaning: 'Die Waage antwortet nicht.',
    fix: 'Kabel, Strom und das Protokoll unter scales prüfen.',
  },
  'checkout.scale-unstable': { meaning: 'Das Gewicht ist nicht stabil.', fix: 'Warten, bis die Schale ruht.' },
  'checkout.scan-invalid': {
    meaning: 'Das Gescannte ist kein GS1-Code, oder seine Prüfziffer stimmt nicht.',
    fix: 'Noch einmal scannen; Code oder Scanner reinigen.',
  },
  'checkout.scanner-silent': {
    meaning: 'Der Scanner ist nicht zu erreichen.',
    fix: 'Kabel und Adresse unter scanners prüfen.',
  },
  'coupon.expired': { meaning: 'Der Code gilt nicht mehr.', fix: 'Einen neuen ausgeben.' },
  'coupon.full': {
    meaning: 'Alle Codes sind in Gebrauch.',
    fix: 'Codes kürzer gelten lassen, mit coupons.lifeMs.',
  },
  'coupon.locked': {
    meaning: 'Von dieser Kasse kamen zu viele falsche Codes.',
    fix: 'Eine Minute warten; nachsehen, ob jemand Codes durchprobiert.',
  },
  'coupon.unknown': { meaning: 'Diesen Code gibt es nicht.', fix: 'Noch einmal lesen.' },
  'coupon.used': {
    meaning: 'Der Code wurde schon eingelöst.',
    fix: 'Einen neuen ausgeben, wenn das richtig ist.',
  },
  'entry.expired': { meaning: 'Das Ticket gilt jetzt nicht.', fix: 'Ein neues verlangen.' },
  'entry.forged': {
    meaning: 'Dem Schlüssel, der das Ticket unterschrieben hat, wird hier nicht getraut.',
    fix: 'Ein neues verlangen; entry.keys prüfen.',
  },
  'entry.invalid': { meaning: 'Das ist kein Ticket.', fix: 'Noch einmal scannen.' },
  'entry.used': { meaning: 'Das Ticket wurde schon benutzt.', fix: 'Ein neues verlangen.' },
  'node.down': {
    meaning: 'Ein Knoten ist nicht zu erreichen.',
    fix: 'Kabel und Strom prüfen; es wird von selbst wieder versucht.',
  },
  'node.firmware-unfit': {
    meaning: 'Das Board spricht kein Firmata, oder ihm fehlt, was ein Teil braucht.',
    fix: 'StandardFirmata aufspielen und die Pins mit endcap node pins prüfen.',
  },
  'node.unknown': { meaning: 'Diesen Knoten gibt es nicht.', fix: 'Siehe endcap node list.' },
  'queue.stuck': {
    meaning: 'Eine Linie zählt Leute in der Schlange, und seit langem hat sich niemand bewegt.',
    fix: 'Die Lichtschranken ansehen und mit endcap count zero neu beginnen.',
  },
  'sensor.blocked': {
    meaning: 'Eine Lichtschranke ist so lange unterbrochen, dass dort niemand gezählt wird.',
    fix: 'Wegräumen, was darin steht; den Sensor reinigen und ausrichten.',
  },
  'sensor.not-calibrated': {
    meaning: 'Die Wägezelle ist nicht kalibriert.',
    fix: 'Ein bekanntes Gewicht auflegen: endcap sensor calibrate.',
  },
  'sensor.unfit': { meaning: 'Dieser Sensor kann das nicht.', fix: 'Siehe endcap sensor show.' },
  'sensor.unknown': { meaning: 'Diesen Sensor gibt es nicht.', fix: 'Siehe endcap sensor list.' },
} as const;

/** German for beacons, zones, offers, tags and privacy; joined in `reason-texts.ts`. */
export const proximityReasons = {
  'beacon.adapter-down': {
    meaning: 'Das Funkmodul zum Aussenden ist nicht benutzbar.',
    fix: 'Die Einzelheit in endcap beacon list ansehen; Strom, Kabel und beacons.adapter prüfen.',
  },
  'beacon.busy': {
    meaning: 'Gerade wird ein anderes Beacon eingerichtet.',
    fix: 'Warten, bis das fertig ist; es dauert höchstens eine Minute.',
  },
  'beacon.eid-no-keyring': {
    meaning: 'Ohne Schlüsselbund lässt sich der Schlüssel eines wechselnden Beacons nicht bilden.',
    fix: 'keyring.secretFile einstellen.',
  },
  'beacon.elsewhere': {
    meaning: 'Diesen Beacon sendet ein anderes Gateway.',
    fix: 'Nichts; dort nachsehen.',
  },
  'beacon.gatt-refused': {
    meaning: 'Der Beacon hat abgelehnt, was ihm geschrieben wurde.',
    fix: 'Siehe Einzelheit; vielleicht kann er diesen Platz, diese Art oder diese Sendeleistung nicht.',
  },
  'beacon.key-wrong': {
    meaning: 'Der Beacon nimmt diesen Sperrcode nicht an.',
    fix: 'Den Code angeben, mit dem er gesperrt wurde; ohne ihn hilft nur das Zurücksetzen am Beacon.',
  },
  'beacon.locked': {
    meaning: 'Der Beacon ist gesperrt, und kein Sperrcode wurde angegeben.',
    fix: 'Ihn mit --lock-code-file angeben.',
  },
  'beacon.no-adapter': {
    meaning: 'Das Mesh will Beacons, und die Konfiguration nennt kein Funkmodul, das sie sendet.',
    fix: 'Ein zweites Funkmodul anstecken und unter beacons.adapter nennen.',
  },
  'beacon.not-configurable': {
    meaning: 'Dieses Gerät hat keinen Eddystone-Konfigurationsdienst.',
    fix: 'Seinen Knopf drücken, damit es sich verbinden lässt, und die Adresse prüfen.',
  },
  'beacon.not-heard': {
    meaning: 'Dieses Gateway hört seinen eigenen Beacon nicht.',
    fix: 'Die Antennen auseinanderrücken, prüfen, ob das Funkmodul sendet, und die Funkmodule ansehen.',
  },
  'beacon.slot-invalid': {
    meaning: 'Das ist kein Inhalt für den Platz eines Beacons.',
    fix: 'uid:HEX32, url:ADRESSE, tlm, eid:HEX64:EXPONENT oder empty schreiben.',
  },
  'beacon.too-many': {
    meaning: 'Es sind mehr Aussendungen, als das Funkmodul im Wechsel schafft.',
    fix: 'Einige Zonen einem anderen Gateway geben oder Plätze wegnehmen.',
  },
  'beacon.unknown': {
    meaning: 'Diesen Beacon gibt es nicht.',
    fix: 'In endcap beacon list nachsehen.',
  },
  'beacon.url-too-long': {
    meaning: 'Die Adresse passt nicht in eine Eddystone-URL.',
    fix: 'Eine kürzere nehmen: 17 Bytes nach https://, wobei .com/ und ähnliche als eines zählen.',
  },
  'beacon.zone-unknown': {
    meaning: 'Die Konfiguration kennt diese Zone nicht.',
    fix: 'Die Zone unter zones ergänzen oder den Fakt des Beacons berichtigen.',
  },
  'offer.audience': {
    meaning: 'Das Angebot gilt nur für Mitglieder oder für eine einzelne Person.',
    fix: 'Nichts; es wird dort gemacht, wo es hingehört.',
  },
  'offer.cap-hour': {
    meaning: 'Das Angebot wurde so oft gemacht, wie es in einer Stunde darf.',
    fix: 'Nichts; ist die Stunde um, wird es wieder gemacht.',
  },
  'offer.cap-screen': {
    meaning: 'Das Angebot stand auf diesem Bildschirm so oft, wie es darf.',
    fix: 'Nichts; ist die Stunde um, wird es wieder gezeigt.',
  },
  'offer.cap-session': {
    meaning: 'Dieser Person wurde das Angebot so oft genannt, wie es erlaubt ist.',
    fix: 'Nichts.',
  },
  'offer.cooldown': {
    meaning: 'In dieser Zone wurde gerade erst jemandem ein Angebot genannt.',
    fix: 'Nichts; es wartet, bis die Pause um ist.',
  },
  'offer.daypart': {
    meaning: 'Zu dieser Tageszeit gilt das Angebot nicht.',
    fix: 'Nichts; es beginnt von selbst wieder.',
  },
  'offer.not-yet': {
    meaning: 'Das Angebot hat noch nicht begonnen.',
    fix: 'Nichts; es beginnt von selbst.',
  },
  'offer.outranked': {
    meaning: 'Ein anderes Angebot für dasselbe Produkt hat Vorrang.',
    fix: 'Die Ränge ändern, wenn das nicht gewollt ist.',
  },
  'offer.over': {
    meaning: 'Das Angebot ist zu Ende.',
    fix: 'Nichts.',
  },
  'offer.price-misleading': {
    meaning: 'Der Angebotspreis liegt nicht unter dem Vergleichspreis, oder der Prozentsatz stimmt nicht.',
    fix: 'Das Angebot berichtigen: Preis, Prozentsatz und niedrigsten Preis der letzten 30 Tage.',
  },
  'offer.revoke-slow': {
    meaning: 'Ein zurückgenommenes Angebot ist noch irgendwo zu sehen.',
    fix: 'Mit endcap offer show ansehen, was übrig ist, und die Funkmodule prüfen.',
  },
  'offer.revoked': {
    meaning: 'Das Angebot wurde zurückgenommen.',
    fix: 'Nichts; mit höherer Version veröffentlicht, gilt es wieder.',
  },
  'offer.stock-low': {
    meaning: 'Es ist zu wenig auf Lager.',
    fix: 'Nichts; meldet das Produkt mehr, wird es wieder gemacht.',
  },
  'offer.unknown': {
    meaning: 'Dieses Angebot gibt es nicht.',
    fix: 'In endcap offer list nachsehen.',
  },
  'offer.zone-elsewhere': {
    meaning: 'Das Angebot wird in anderen Zonen gemacht.',
    fix: 'Nichts.',
  },
  'privacy.capture-locked': {
    meaning: 'Der Blick auf Funktelegramme ist gesperrt.',
    fix: 'Die Technik öffnet ihn mit endcap privacy unlock für zehn Minuten.',
  },
  'privacy.capture-open': {
    meaning: 'Die Technik darf für einige Minuten Funktelegramme ansehen.',
    fix: 'Nichts; es sperrt sich selbst. endcap privacy unlock --end sperrt sofort.',
  },
  'privacy.mode-not-permitted': {
    meaning: 'Die Konfiguration erlaubt diesen Modus nicht.',
    fix: 'Ihn unter privacy.permit ergänzen, mit Aushang und Folgenabschätzung, die er verlangt.',
  },
  'privacy.session-too-many': {
    meaning: 'Mehr Menschen sind angemeldet, als dieses Gateway begleitet.',
    fix: 'Beendete Sitzungen schließen oder sie auf mehr Gateways verteilen.',
  },
  'sighting.key-wrong': {
    meaning: 'Die Nachricht eines Sensors lässt sich nicht entschlüsseln.',
    fix: 'Seinen bindKey prüfen.',
  },
  'sighting.replayed': {
    meaning: 'Die Nachricht eines Sensors trug einen Zählerstand, der schon da war.',
    fix: 'Wurde die Batterie gewechselt, das mit endcap beacon battery-changed sagen; sonst spielt jemand eine Aufnahme ab.',
  },
  'sighting.tag-silent': {
    meaning: 'Ein Funkanhänger wurde lange nicht gehört.',
    fix: 'Ihn suchen und seine Batterie prüfen.',
  },
  'sighting.tag-unknown': {
    meaning: 'Diesen Funkanhänger gibt es nicht.',
    fix: 'In endcap zone show nachsehen.',
  },
  'zone.unknown': {
    meaning: 'Diese Zone gibt es nicht.',
    fix: 'In endcap zone list nachsehen.',
  },
} as const;

/** German for screens; joined in `reason-texts.ts`. */
export const screenReasons = {
  'screen.asset-missing': {
    meaning: 'Bild oder Film der Spielliste ist noch nicht oder gar nicht da.',
    fix: 'Prüfen, ob es unter der Asset-Adresse liegt, und was endcap screen show dazu sagt.',
  },
  'screen.asset-refused': {
    meaning:
      'Bild oder Film ist nicht, was das Mesh sagt: falscher Hash, zu groß oder von einer Art, die nicht gespielt wird.',
    fix: 'Mit seinem SHA-256 neu veröffentlichen, als PNG, JPEG, WebP, MP4 oder WebM.',
  },
  'screen.assets-full': {
    meaning: 'Die Spiellisten nennen mehr, als der Speicher fasst.',
    fix: 'screens.assets.budgetMb erhöhen oder weniger spielen.',
  },
  'screen.differs': {
    meaning: 'Der Bildschirm zeigt nach eigenem Bekunden nicht, was er soll.',
    fix: 'Sein Bild ansehen; endcap screen reload lädt die Seite neu.',
  },
  'screen.elsewhere': {
    meaning: 'Ein anderes Gateway versorgt diesen Bildschirm.',
    fix: 'Dort öffnen.',
  },
  'screen.hidden': {
    meaning: 'Die Seite des Bildschirms ist nicht zu sehen: sie liegt hinter einer anderen, oder der Browser schläft.',
    fix: 'Den Browser nach vorn holen; die Kiosk-Unit prüfen.',
  },
  'screen.layout-invalid': {
    meaning: 'Das Layout des Bildschirms ist nicht gültig.',
    fix: 'Die Vorlage berichtigen; der Editor der Konsole nennt das Feld.',
  },
  'screen.layout-unknown': {
    meaning: 'Ein Layout dieses Namens gibt es nicht.',
    fix: 'Als Vorlage veröffentlichen oder ein eingebautes nennen.',
  },
  'screen.order-late': {
    meaning: 'Der Bildschirm hat nicht rechtzeitig getan, was er sollte.',
    fix: 'Nachsehen, ob sich seine Seite meldet: endcap screen show.',
  },
  'screen.pages-too-many': {
    meaning: 'Mehr Seiten zeigen diesen Bildschirm, als verfolgt werden.',
    fix: 'Die schließen, auf die niemand schaut.',
  },
  'screen.pair-code-wrong': {
    meaning: 'Kein Bildschirm zeigt diesen Code, oder er ist abgelaufen.',
    fix: 'Noch einmal lesen; alle zehn Minuten kommt ein neuer.',
  },
  'screen.pairings-too-many': {
    meaning: 'Zu viele Bildschirme wollen zugleich gekoppelt werden.',
    fix: 'Einige Minuten warten; nachsehen, wer Seiten von Bildschirmen öffnet.',
  },
  'screen.pairing-locked': {
    meaning: 'Für diesen Bildschirm wurden zu viele falsche Codes eingegeben.',
    fix: 'Zehn Minuten warten; dann den Code auf dem Bildschirm noch einmal lesen.',
  },
  'screen.playlist-long': {
    meaning: 'Die Playlist hat mehr Einträge oder Produkte, als ein Bildschirm fasst.',
    fix: 'Kürzen, auf 200 Einträge mit ihren Angeboten und 300 Produkte.',
  },
  'screen.power-failed': {
    meaning: 'Der Befehl, der den Bildschirm ein- oder ausschaltet, ist gescheitert.',
    fix: 'Den Befehl aus screens.local von Hand ausführen, als Benutzer des Dienstes.',
  },
  'screen.restart-failed': {
    meaning: 'Der Befehl, der den Browser eines stummen Bildschirms neu startet, ist gescheitert.',
    fix: 'Den Befehl restart aus screens.local von Hand ausführen, als Benutzer des Dienstes.',
  },
  'screen.shelf-differs': {
    meaning: 'Der Preis steht nicht auf Bildschirmen, weil die Etiketten noch nicht so weit sind.',
    fix: 'Nichts; er kommt mit den Etiketten.',
  },
  'screen.silent': {
    meaning: 'Die Seite des Bildschirms meldet sich seit einer Weile nicht.',
    fix: 'Rechner und Netz prüfen; sie wird von selbst neu geladen und neu gestartet, wo das eingestellt ist.',
  },
  'screen.stale': {
    meaning: 'Der Bildschirm verbirgt Preise, weil er nicht wissen kann, ob sie gelten.',
    fix: 'Den Weg zwischen Gateway und Bildschirm prüfen.',
  },
  'screen.too-many': {
    meaning: 'Es sind mehr Bildschirme veröffentlicht, als ein Gateway versorgt.',
    fix: 'In jedem Bildschirm-Fakt das Gateway nennen.',
  },
  'screen.unknown': {
    meaning: 'Diesen Bildschirm gibt es nicht.',
    fix: 'Siehe endcap screen list.',
  },
  'screen.unpaired': {
    meaning: 'Der Bildschirm hat kein Token dieses Gateways.',
    fix: 'Den Code auf dem Bildschirm lesen, dann endcap screen pair BILDSCHIRM CODE.',
  },
} as const;

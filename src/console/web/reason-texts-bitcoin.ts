/** German for exchange rates and prices in bitcoin; joined in `reason-texts.ts`. */
export const bitcoinReasons = {
  'fx.clock-not-synchronised': {
    meaning: 'Die Uhr ist nicht synchronisiert; niemand kann sagen, wie alt ein Kurs ist.',
    fix: 'Dem Rechner einen Zeitserver geben; die Bitcoin-Preise kommen von selbst zurück.',
  },
  'fx.dispersion-too-wide': {
    meaning: 'Die Quellen des Kurses liegen mehr als 1 % auseinander.',
    fix: 'Bei denen nachfragen, die die Kurse zusammenführen; bis er zu alt ist, gilt der letzte angenommene Kurs.',
  },
  'fx.from-future': {
    meaning: 'Der Kurs nennt eine Zeit, die noch kommt.',
    fix: 'Die Uhren des Netzes und dieses Gateways vergleichen.',
  },
  'fx.move-held': {
    meaning:
      'Der Kurs hat sich um mehr als 3 % bewegt und wird gehalten, bis drei Meldungen über zwei Minuten übereinstimmen.',
    fix: 'Nichts: Die Bitcoin-Preise sind solange weg. Beruhigt er sich nicht, nachfragen, woher die Kurse kommen.',
  },
  'fx.none': {
    meaning: 'Noch wurde kein Wechselkurs angenommen.',
    fix: 'Prüfen, ob das Netz das Paar veröffentlicht und ein hinterlegter Schlüssel fx unterschreiben darf: endcap rate list.',
  },
  'fx.not-positive': {
    meaning: 'Der Kurs, sein Geld- oder sein Briefkurs ist null.',
    fix: 'Bei denen nachfragen, die die Kurse veröffentlichen.',
  },
  'fx.outside-spread': {
    meaning: 'Der Kurs liegt nicht zwischen seinem Geld- und seinem Briefkurs.',
    fix: 'Bei denen nachfragen, die die Kurse veröffentlichen.',
  },
  'fx.pair-unknown': {
    meaning: 'Dieses Gateway nutzt das Paar nicht.',
    fix: 'Nichts, oder das Paar unter bitcoin.pairs nennen.',
  },
  'fx.ratio-implausible': {
    meaning:
      'Der Kurs ist weniger als die Hälfte oder mehr als das Doppelte des letzten: So sieht ein verrutschtes Komma aus.',
    fix: 'Den Kurs an der Quelle prüfen. Stimmt er, das mit endcap rate trust sagen.',
  },
  'fx.returning': {
    meaning:
      'Der Kurs ist wieder da; die Bitcoin-Preise kehren zurück, sobald er sich bewährt hat, wenige Etiketten auf einmal.',
    fix: 'Nichts: Es dauert einige Minuten.',
  },
  'fx.seq-not-rising': {
    meaning: 'Die Nummer des Kurses liegt nicht über der des letzten: Er war schon da oder wurde überholt.',
    fix: 'Nichts, wenn es selten ist; sonst suchen, wer alte Meldungen wiederholt.',
  },
  'fx.spread-too-wide': {
    meaning: 'Geld- und Briefkurs liegen mehr als 1 % auseinander.',
    fix: 'Bei denen nachfragen, die die Kurse zusammenführen; vielleicht ist der Markt gerade zu dünn.',
  },
  'fx.too-few-sources': {
    meaning: 'Der Kurs entstand aus weniger als drei Quellen.',
    fix: 'Bei denen nachfragen, die die Kurse zusammenführen, warum Quellen fehlen.',
  },
  'fx.too-old': {
    meaning: 'Der Kurs ist zu alt für neue Bitcoin-Preise.',
    fix: 'Prüfen, ob das Netz ihn noch veröffentlicht; nach 15 Minuten verschwinden die Bitcoin-Preise.',
  },
  'sats.bank-empty': {
    meaning:
      'Das Etikett hat seine Auffrischungen für Bitcoin-Preise verbraucht; die letzte bleibt, um die Zahl wegzunehmen.',
    fix: 'Nichts: Sie wachsen über den Tag nach. Ist es häufig, bitcoin.promisePercent erhöhen.',
  },
  'sats.bank-low': {
    meaning:
      'Etiketten haben nur noch wenige Auffrischungen für Bitcoin-Preise; ihr Band weitet sich bis zum Versprochenen.',
    fix: 'Zunächst nichts: Das Versprechen hält. Bleibt es so, bitcoin.tokensPerDay oder bitcoin.promisePercent erhöhen.',
  },
  'sats.does-not-fit': {
    meaning: 'Der Bitcoin-Preis passt nicht auf seinen Platz und entfällt.',
    fix: 'Dem Element sats der Vorlage mehr Raum oder kleinere Schriften geben.',
  },
  'sats.no-place': {
    meaning: 'Die Vorlage hat auf dieser Anzeige keinen Platz für Bitcoin-Preise.',
    fix: 'Der Variante ein Element sats geben oder eine Vorlage wählen, die eines hat.',
  },
  'sats.not-configured': {
    meaning: 'Dieser Markt zeigt keine Bitcoin-Preise.',
    fix: 'Der Konfiguration einen Abschnitt bitcoin geben.',
  },
  'sats.outdated': {
    meaning: 'Das Etikett ist nicht erreichbar und zeigt noch einen Bitcoin-Preis, der nicht mehr gilt.',
    fix: 'Das Etikett wecken oder abnehmen; die Kassen nehmen solange den niedrigeren Preis.',
  },
  'sats.shop-closed': {
    meaning: 'Der Markt ist geschlossen: Die Bitcoin-Preise warten auf die Auffrischung vor der Öffnung.',
    fix: 'Nichts.',
  },
} as const;

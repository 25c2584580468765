/** German for what a technician meets at labels, bindings, pictures and templates; joined in `reason-texts.ts`. */
export const shopReasons = {
  'binding.label-duplicate': {
    meaning: 'Dasselbe Etikett steht zweimal in der Liste.',
    fix: 'Die richtige Zeile behalten.',
  },
  'binding.label-invalid': {
    meaning: 'Das ist keine Kennung eines Etiketts: zwölf Hexadezimalziffern.',
    fix: 'Den Code auf dem Etikett noch einmal scannen, oder die Kennung aus endcap label list nehmen.',
  },
  'binding.label-taken': {
    meaning: 'Das Etikett, das übernehmen soll, zeigt schon ein anderes Produkt.',
    fix: 'Ein Etikett ohne Zuordnung wählen oder dieses zuerst lösen; --force nimmt es trotzdem.',
  },
  'binding.label-unknown': {
    meaning: 'Kein Funkmodul dieses Gateways hat dieses Etikett je gehört.',
    fix: 'Die Kennung prüfen, das Etikett neben dem Gateway wecken, oder mit --unheard vorab zuordnen.',
  },
  'binding.local': {
    meaning: 'Am Regal zugeordnet; das Mesh hat es noch nicht übernommen.',
    fix: 'Nichts: es geht von selbst hinauf und gilt, bis das Mesh etwas Neueres sagt.',
  },
  'binding.overruled': {
    meaning: 'Das Mesh hat eine Zuordnung vom Regal überstimmt.',
    fix: 'Das Etikett ansehen: neu zuordnen, wenn das Mesh irrt, und wer das Planogramm pflegt verständigen.',
  },
  'binding.place-invalid': {
    meaning: 'Der Platz ist unvollständig: Gang, Regalfeld, Boden und Stellplatz gehören zusammen.',
    fix: 'Alle vier angeben, die letzten drei als ganze Zahlen von 0 bis 9999, oder keinen.',
  },
  'binding.same-label': {
    meaning: 'Ein Etikett kann sich nicht selbst ersetzen.',
    fix: 'Zuerst das tote Etikett nennen, dann das neue.',
  },
  'binding.sku-unknown': {
    meaning: 'Kein Produkt hat diese Artikelnummer oder GTIN.',
    fix: 'Noch einmal scannen, nach dem Namen suchen, oder fragen, ob das Mesh es veröffentlicht hat.',
  },
  'binding.template-unknown': {
    meaning: 'Eine Vorlage dieses Namens gibt es nicht.',
    fix: 'In endcap template list nachsehen.',
  },
  'delivery.paused': {
    meaning: 'Jemand hat die Auslieferung angehalten: kein Etikett bekommt Neues.',
    fix: 'endcap wave resume; die Preise am Regal werden inzwischen alt.',
  },
  'device.config-unreadable': {
    meaning: 'Das Etikett nannte seine Einstellung in einer Form, die nicht aufgeht.',
    fix: 'Es wird von selbst wieder gefragt; bleibt es so, das Etikett mit dem Werkzeug des Herstellers neu einrichten.',
  },
  'device.mtu-too-small': {
    meaning: 'Die Verbindung trägt zu kleine Rahmen für dieses Etikett.',
    fix: 'Ein Funkmodul verwenden, das eine ATT-MTU von 247 Byte erlaubt.',
  },
  'device.not-secured': {
    meaning: 'Für das Etikett ist ein Schlüssel gespeichert, es hat aber keinen und kann sich nicht ausweisen.',
    fix: 'Das Etikett mit seinem Schlüssel einrichten, oder den gespeicherten entfernen, wenn es offen sein soll.',
  },
  'device.part-refused': {
    meaning: 'Das Etikett verlangte immer wieder denselben Teil des Bildes.',
    fix: 'Wird von selbst langsamer wiederholt; Abstand und Batterie prüfen.',
  },
  'device.rate-limited': {
    meaning: 'Das Etikett nimmt vorerst keine Anmeldung mehr an.',
    fix: 'Wird nach einer Pause von selbst wiederholt.',
  },
  'device.unexpected': {
    meaning: 'Das Etikett antwortete mit etwas, das sein Protokoll hier nicht kennt.',
    fix: 'Wird von selbst wiederholt; prüfen, ob es das genannte Modell ist.',
  },
  'label.battery-low': {
    meaning: 'Die Batterie ist fast leer.',
    fix: 'Batterie oder Etikett wechseln; endcap label replace überträgt alles auf ein neues.',
  },
  'label.cannot-acknowledge': {
    meaning: 'Es wurde übergeben, und diese Art Etikett kann nicht sagen, ob sie es zeigt.',
    fix: 'Am Regal nachsehen.',
  },
  'label.cannot-flash': {
    meaning: 'Endcap kann an diesem Etikett über Funk kein Licht einschalten.',
    fix: 'endcap label find sagt, wo es hängt; bei endcap label refresh flackert sein Display.',
  },
  'label.in-progress': {
    meaning: 'Der neue Inhalt ist unterwegs.',
    fix: 'Warten; endcap label why sagt, was als Nächstes geschieht.',
  },
  'label.not-bound': {
    meaning: 'Dem Etikett ist kein Produkt zugeordnet, oder es darf nichts darauf gezeigt werden.',
    fix: 'Erst zuordnen, oder mit `endcap label why` ansehen, warum sein Inhalt abgelehnt ist.',
  },
  'radio.gatt-unfit': {
    meaning: 'Dem Etikett fehlen der Dienst oder die Merkmale seiner Familie.',
    fix: 'Prüfen, ob ein anderes Gerät denselben Namen führt; wird von selbst wiederholt.',
  },
  'render.code-does-not-fit': {
    meaning: 'Ein Strichcode oder QR-Code hätte nicht genug Rand oder keine ganzen Pixel je Modul.',
    fix: 'Den Text kürzen oder dem Element in der Vorlage mehr Platz geben.',
  },
  'render.code-invalid': {
    meaning:
      'Ein Strichcode sollte etwas zeigen, das keine GTIN ist, oder ein QR-Code nichts, zu viel oder mehr als ASCII.',
    fix: 'Die GTIN des Produkts oder den Text des Elements berichtigen.',
  },
  'render.glyph-missing': {
    meaning: 'Die Schrift hat für ein Zeichen des Textes kein Bild, oder die Schrift müsste geformt werden.',
    fix: 'Den Namen ohne dieses Zeichen veröffentlichen.',
  },
  'render.image-undecodable': {
    meaning: 'Ein Bild in einer Vorlage ist kein PNG oder zu groß.',
    fix: 'Ein PNG einbetten, das höchstens so groß wie das Display ist.',
  },
  'render.panel-too-small': {
    meaning: 'Keine Fassung der Vorlage passt auf dieses Display.',
    fix: 'Der Vorlage eine Fassung für Displays dieser Größe geben.',
  },
  'render.template-invalid': {
    meaning: 'Die Vorlage hat auf dieser Art Display Mängel.',
    fix: 'Sie in der Vorschau öffnen: jeder Mangel steht dort mit seiner Zeile.',
  },
  'template.bars-coloured': {
    meaning: 'Ein Code ist nicht schwarz: Scanner sehen Rot und Gelb als Weiß.',
    fix: 'Seine Farbe weglassen.',
  },
  'template.code-covered': {
    meaning: 'Ein anderes Element kann einen Code oder seinen Rand berühren, dann lesen ihn Scanner nicht.',
    fix: 'Eines verschieben, oder ihre `when` einander ausschließen lassen.',
  },
  'template.font-too-small': {
    meaning: 'Ein Text ist kleiner als 10 Pixel und schwer zu lesen.',
    fix: 'Mindestens 10 Pixel nehmen.',
  },
  'template.glyph-missing': {
    meaning: 'Die Schrift hat für ein Zeichen der Vorlage kein Bild.',
    fix: 'Ein anderes Zeichen oder eine andere Schrift nehmen.',
  },
  'template.ink-missing': {
    meaning: 'Ein Element verlangt eine Farbe, die das Display nicht hat.',
    fix: '`accent` nehmen, oder `when: red` oder `when: yellow` ergänzen.',
  },
  'template.module-too-small': {
    meaning: 'Die Module eines Codes sind zum Scannen zu klein.',
    fix: 'Mindestens 2 Pixel je Modul nehmen, über 190 dpi mehr.',
  },
  'template.not-yaml': {
    meaning: 'Die Vorlage ist kein YAML oder zu groß.',
    fix: 'Die genannte Zeile berichtigen.',
  },
  'template.outside-panel': {
    meaning: 'Ein Element ragt über das Display oder seine Zeile hinaus.',
    fix: 'Es verschieben oder kleiner machen.',
  },
  'template.placeholder-unknown': {
    meaning: 'Ein Platzhalter nennt etwas, das es nicht in jeder Sprache gibt.',
    fix: 'Seinen Namen berichtigen, oder das Wort in allen Sprachen von `words` ergänzen.',
  },
  'template.schema': {
    meaning: 'Die Vorlage folgt nicht dem Schema.',
    fix: 'Die genannte Zeile berichtigen.',
  },
  'template.texts-overlap': {
    meaning: 'Zwei Texte einer Vorlage können ineinanderlaufen.',
    fix: 'max_width oder max_height verkleinern, oder ihre `when` einander ausschließen lassen.',
  },
  'template.too-many': {
    meaning: 'Das Gateway hält so viele Vorlagen, wie es nimmt.',
    fix: 'Vorlagen löschen, die kein Etikett braucht.',
  },
} as const;

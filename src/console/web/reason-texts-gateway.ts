/** German for what concerns the gateway, its console, its store and the mesh; joined in `reason-texts.ts`. */
export const gatewayReasons = {
  'config.invalid': {
    meaning: 'Etwas, das die Konfiguration nennt, ist nicht brauchbar.',
    fix: 'Die genannte Stelle berichtigen und den Agenten neu starten.',
  },
  'console.address-unusable': {
    meaning: 'Die Konsole kann dort nicht lauschen.',
    fix: 'Ein anderes console.listen wählen, etwa 127.0.0.1:8081, oder das Programm beenden, das diese Adresse hält.',
  },
  'console.body-too-large': {
    meaning: 'Die Anfrage ist größer, als die Konsole nimmt.',
    fix: 'Höchstens 1 MiB senden.',
  },
  'console.host-refused': {
    meaning: 'Die Anfrage nennt einen Rechner, der nicht dieser ist.',
    fix: 'Die Konsole als http://localhost öffnen, oder console.token und eine Adresse im Netz setzen.',
  },
  'console.listen-invalid': {
    meaning: 'Die Adresse der Konsole ist nicht lesbar.',
    fix: 'Sie als ADRESSE:PORT schreiben, etwa 127.0.0.1:8080 oder [::1]:8080.',
  },
  'console.origin-refused': {
    meaning: 'Die Anfrage kommt von der Seite eines anderen Anbieters.',
    fix: 'Die Seite der Konsole selbst benutzen, oder ein Programm, das keinen Origin sendet.',
  },
  'console.page-broken': {
    meaning: 'Die Seite ließ sich nicht zusammensetzen.',
    fix: 'Ins Log sehen; npm ci stellt fehlende Dateien wieder her.',
  },
  'console.request-invalid': {
    meaning: 'Die Anfrage ist nicht, was diese Adresse nimmt.',
    fix: 'Die Felder und Bereiche senden, die die Meldung nennt.',
  },
  'console.role-missing': {
    meaning: 'Die Rolle dessen, der gefragt hat, erlaubt das nicht.',
    fix: 'Mit dem Schlüssel einer höheren Rolle anmelden, oder jemanden bitten, der sie hat.',
  },
  'console.tls-unusable': {
    meaning: 'Zertifikat oder Schlüssel der Konsole sind nicht brauchbar.',
    fix: 'console.tls prüfen: beide Dateien müssen PEM sein, zusammengehören und für den Agenten lesbar sein.',
  },
  'console.token-missing': {
    meaning: 'Außerhalb dieses Rechners will die Konsole einen Zugangsschlüssel, und keiner ist gesetzt.',
    fix: 'console.token (oder ENDCAP_CONSOLE__TOKEN) setzen, oder auf 127.0.0.1 lauschen.',
  },
  'console.token-short': {
    meaning: 'Der Zugangsschlüssel ist zu kurz, um Raten zu widerstehen.',
    fix: 'Mindestens 16 Zeichen nehmen, etwa aus `openssl rand -base64 24`.',
  },
  'console.too-many-requests': {
    meaning: 'Dieser Rechner ändert Dinge oder probiert Schlüssel schneller, als erlaubt ist.',
    fix: 'So viele Sekunden warten, wie Retry-After sagt; viele Änderungen auf einmal als Liste senden.',
  },
  'console.too-many-streams': {
    meaning: 'Zu viele Seiten und Programme folgen der Konsole zugleich.',
    fix: 'Einige Seiten schließen; höchstens 64 dürfen zugleich folgen.',
  },
  'console.unauthorised': {
    meaning: 'Die Anfrage trägt keinen gültigen Zugangsschlüssel.',
    fix: 'Anmelden, oder Authorization: Bearer TOKEN senden.',
  },
  'mesh.ask-unanswered': {
    meaning: 'Das Mesh wurde um einen Gesamtstand gebeten und antwortet nicht.',
    fix: 'Wird von selbst wieder gefragt; den Dienst prüfen, der `ask/snapshot` beantwortet.',
  },
  'mesh.command-expired': {
    meaning: 'Der Befehl kam nach seinem `notAfter`.',
    fix: 'Ihn mit späterem `notAfter` noch einmal senden; die Uhren vergleichen.',
  },
  'mesh.command-failed': {
    meaning: 'Der Agent konnte nicht tun, was der Befehl will.',
    fix: 'Die Einzelheit der Bestätigung ansehen.',
  },
  'mesh.command-too-far': {
    meaning: 'Das `notAfter` des Befehls liegt mehr als 7 Tage voraus.',
    fix: 'Ihn mit früherem `notAfter` senden.',
  },
  'mesh.command-too-many': {
    meaning: 'Es sind mehr Befehle zu merken, als der Agent behält.',
    fix: 'Weniger Befehle senden; jeder wird 7 Tage gemerkt.',
  },
  'mesh.command-unknown': {
    meaning: 'Der Befehl verlangt etwas, das dieses Gateway nicht kennt.',
    fix: 'Das Verb prüfen, und ob das Gateway die nötige Version hat.',
  },
  'mesh.commit-failed': {
    meaning: 'Was das Mesh sandte, lässt sich nicht dauerhaft speichern und wird darum nicht bestätigt.',
    fix: 'Den Zustand des Speichers ansehen; der Broker sendet es von selbst noch einmal.',
  },
  'mesh.digest-mismatch': {
    meaning: 'Das Mesh hat andere Fakten als der Agent, obwohl keine zu fehlen scheinen.',
    fix: 'Die abweichenden werden von selbst angefordert; bleibt es so, in die Quarantäne sehen.',
  },
  'mesh.envelope-invalid': {
    meaning: 'Die Nachricht ist kein Umschlag nach CloudEvents 1.0, wie der Vertrag ihn will.',
    fix: 'Das Feld berichtigen, das die Einzelheit nennt.',
  },
  'mesh.epoch-old': {
    meaning: 'Die Nachricht gehört zu einer vergangenen Epoche.',
    fix: 'Mit der Epoche veröffentlichen, die der Stand des Stroms nennt.',
  },
  'mesh.equivocation': {
    meaning: 'Dieselbe Version eines Fakts kam mit zwei Inhalten; der erste bleibt.',
    fix: 'Den richtigen mit höherer Version veröffentlichen, und klären, wer den anderen gesandt hat.',
  },
  'mesh.freeze-suspected': {
    meaning: 'Seit fünf Minuten kam kein Stand, das Mesh kann eingefroren sein. Die Preise bleiben.',
    fix: 'Den Dienst prüfen, der die Stände veröffentlicht, und den Weg zum Broker.',
  },
  'mesh.held-change-too-large': {
    meaning: 'Der Preis ändert sich stärker, als die Plausibilität erlaubt; der alte bleibt.',
    fix: 'Ihn annehmen, wenn er stimmt, oder einen berichtigten veröffentlichen.',
  },
  'mesh.held-not-positive': {
    meaning: 'Ein Preis ist null oder negativ; der alte bleibt.',
    fix: 'Einen berichtigten Preis veröffentlichen.',
  },
  'mesh.held-too-many-changes': {
    meaning: 'Es ändern sich mehr Preise zugleich, als die Plausibilität erlaubt; die alten bleiben.',
    fix: 'Sie annehmen, wenn sie stimmen, oder plausibility.maxShareOfStorePercent erhöhen.',
  },
  'mesh.held-unit-price-missing': {
    meaning: 'Das Produkt braucht einen Grundpreis, und der neue Preis hat keinen; der alte bleibt.',
    fix: 'Den Preis mit unitPriceMinor und unit veröffentlichen.',
  },
  'mesh.item-invalid': {
    meaning: 'Ein Eintrag eines Gesamtstands passt nicht zum Vertrag; der alte Fakt bleibt.',
    fix: 'Den Eintrag mit höherer Version veröffentlichen, wie sein Schema es will.',
  },
  'mesh.key-not-allowed': {
    meaning: 'Der Schlüssel, der unterschrieb, darf diese Art Nachricht nicht unterschreiben.',
    fix: 'Mit dem richtigen Schlüssel unterschreiben, oder es unter mesh.keys erlauben.',
  },
  'mesh.key-set-refused': {
    meaning: 'Der neue Schlüsselsatz ist nicht neuer als der geltende, oder hat keinen Schlüssel mit ihm gemein.',
    fix: 'Seine Version erhöhen, und in Schritten wechseln, die einen Schlüssel gemein haben.',
  },
  'mesh.key-unknown': {
    meaning: 'Der Schlüssel, der unterschrieb, ist nicht bekannt.',
    fix: 'Ihn unter mesh.keys eintragen, oder mit einem bekannten unterschreiben.',
  },
  'mesh.lab-mode': {
    meaning: 'Fakten ohne Unterschrift werden angenommen: wer den Broker erreicht, kann Preise ändern.',
    fix: 'mesh.requireSignatures auf true setzen und die Schlüssel eintragen.',
  },
  'mesh.not-held': {
    meaning: 'Nur ein Fakt, den die Plausibilität zurückhält, lässt sich annehmen.',
    fix: 'Ihn noch einmal veröffentlichen, wie der Vertrag es will.',
  },
  'mesh.offline': {
    meaning: 'Der Broker ist nicht erreichbar. Die Preise gehen nach dem weiter, was bekannt ist.',
    fix: 'Netz, Broker und Zertifikate prüfen.',
  },
  'mesh.reordered': {
    meaning: 'Der Fakt kam spät: eine neuere Version ist schon da.',
    fix: 'Nichts zu tun; Fakten eines Schlüssels der Reihe nach veröffentlichen.',
  },
  'mesh.replayed': {
    meaning: 'Die Nachricht war schon da und ist überholt.',
    fix: 'Nichts zu tun, außer jemand spielt Nachrichten mit Absicht noch einmal ein.',
  },
  'mesh.reply-unasked': {
    meaning: 'Ein Gesamtstand kam, um den niemand bat, oder der nicht zur Bitte passt.',
    fix: 'Nur Kennung, Strom und Fächer einer Bitte beantworten.',
  },
  'mesh.schema-invalid': {
    meaning: 'Die Nachricht passt nicht zu ihrem Schema.',
    fix: 'Das Feld berichtigen, das die Einzelheit nennt; die Schemas stehen in docs/schemas.',
  },
  'mesh.snapshot-too-large': {
    meaning: 'Ein Gesamtstand ist größer, als der Agent nimmt.',
    fix: 'Mit höchstens 2.000 Stücken und 64 MiB antworten.',
  },
  'mesh.store-mismatch': {
    meaning: 'Die Nachricht ist für einen anderen Markt unterschrieben.',
    fix: 'Sie unter ihrem eigenen Markt veröffentlichen.',
  },
  'mesh.too-deep': { meaning: 'Die Nachricht verschachtelt mehr als 32 Ebenen.', fix: 'Sie flacher bauen.' },
  'mesh.too-large': {
    meaning: 'Die Nachricht ist größer als 1 MiB.',
    fix: 'Weniger Einträge in einer Nachricht veröffentlichen.',
  },
  'mesh.topic-mismatch': {
    meaning: 'Die Nachricht gehört nicht auf das Thema, auf dem sie kam.',
    fix: 'Sie auf dem Thema ihres Stroms, Schlüssels, Gateways und Befehls veröffentlichen.',
  },
  'mesh.topic-unknown': {
    meaning: 'Der Vertrag kennt dieses Thema nicht.',
    fix: 'Auf den Themen aus docs/mesh.md veröffentlichen.',
  },
  'mesh.unprocessable': {
    meaning: 'Der Agent ist über die Nachricht gestolpert; was sie sagt, gilt nicht.',
    fix: 'Es mit der Nachricht melden; was sie sagte, kommt mit dem nächsten Gesamtstand wieder.',
  },
  'mesh.version-unknown': {
    meaning: 'Die Art der Nachricht oder ihre Hauptversion ist nicht bekannt.',
    fix: 'Version 1 veröffentlichen, oder den Agenten erneuern.',
  },
  'store.behind': {
    meaning: 'Fakten sind gespeichert, aber was die Etiketten zeigen sollen, konnte ihnen noch nicht angepasst werden.',
    fix: 'Den Zustand des Speichers ansehen; wird von selbst wiederholt.',
  },
  'store.keyring-mismatch': {
    meaning: 'Schlüssel von Etiketten wurden mit einem anderen Geheimnis gespeichert.',
    fix: 'Das Geheimnis einstellen, mit dem sie gespeichert wurden, oder die Schlüssel neu geben.',
  },
  'store.keyring-unusable': {
    meaning: 'Das Geheimnis, das die Schlüssel der Etiketten schützt, ist nicht lesbar.',
    fix: 'keyring.secretFile berichtigen: eine lesbare Datei mit mindestens 16 Zeichen.',
  },
  'store.limit': {
    meaning: 'Eine Grenze des Speichers ist erreicht.',
    fix: 'Die Einzelheit ansehen; was zu speichern war, wurde nicht gespeichert.',
  },
  'store.locked': {
    meaning: 'Ein anderer Prozess benutzt das Datenverzeichnis.',
    fix: 'Den anderen Agenten beenden, oder diesem ein eigenes Verzeichnis geben.',
  },
  'store.newer-schema': {
    meaning: 'Die Datenbank wurde von einer neueren Version geschrieben.',
    fix: 'Jene Version wieder einspielen, oder mit leerem Datenverzeichnis beginnen.',
  },
  'store.unwritable': {
    meaning: 'In das Datenverzeichnis lässt sich nicht schreiben.',
    fix: 'Es dem Benutzer geben, unter dem der Agent läuft.',
  },
} as const;

import type { Reason } from '../../shelf/reasons.ts';
import { bitcoinReasons } from './reason-texts-bitcoin.ts';
import { gatewayReasons } from './reason-texts-gateway.ts';
import { proximityReasons } from './reason-texts-proximity.ts';
import { screenReasons } from './reason-texts-screens.ts';
import { shopReasons } from './reason-texts-shop.ts';
import { wiredReasons } from './reason-texts-wired.ts';

/** Reasons that a page can show; those of the command line itself appear nowhere else. */
type ShownReason = Exclude<Reason, `cli.${string}`>;

/** Every reason that a page can show, in German. */
export const germanReasons: Record<ShownReason, { readonly meaning: string; readonly fix: string }> = {
  ...shopReasons,
  ...gatewayReasons,
  ...bitcoinReasons,
  ...proximityReasons,
  ...wiredReasons,
  ...screenReasons,
  'console.not-found': {
    meaning: 'Unter dieser Adresse ist nichts.',
    fix: 'In der Übersicht nachsehen, welche Etiketten es gibt.',
  },
  'delivery.back-off': {
    meaning: 'Der letzte Versuch ist gescheitert; der nächste wartet.',
    fix: 'Wird von selbst wiederholt; den letzten Grund ansehen.',
  },
  'delivery.budget': {
    meaning: 'Die Wechsel des Tages sind durch Änderungen verbraucht, die keine Preise sind.',
    fix: 'Geht morgen hinaus, oder mit dem nächsten Preis.',
  },
  'delivery.min-gap': {
    meaning: 'Das Display braucht eine Pause zwischen zwei Wechseln.',
    fix: 'Geht hinaus, wenn die Pause um ist.',
  },
  'delivery.model-unknown': {
    meaning: 'Es ist nicht bekannt, welche Art Etikett das ist.',
    fix: 'Es wird gefragt, sobald ein Funkmodul es hört.',
  },
  'device.auth-required': {
    meaning: 'Das Etikett verlangt seinen Schlüssel, und keiner ist gespeichert.',
    fix: 'Seinen Schlüssel speichern oder den Code der Inbetriebnahme scannen.',
  },
  'device.incomplete': {
    meaning: 'Das Bild kam laut Etikett nicht ganz an.',
    fix: 'Wird von selbst noch einmal gesendet.',
  },
  'device.integrity-failed': {
    meaning: 'Ein verschlüsselter Rahmen bestand die Prüfung nicht.',
    fix: 'Wird von selbst wiederholt; bleibt es so, prüfen, ob zwei Gateways mit dem Etikett sprechen.',
  },
  'device.link-lost': {
    meaning: 'Die Verbindung brach ab, bevor das Etikett bestätigt hatte.',
    fix: 'Wird von selbst wiederholt; bleibt es so, Abstand und Batterie prüfen.',
  },
  'device.model-unknown': {
    meaning: 'Kein bekanntes Modell passt zu dem, was das Etikett von sich sagt.',
    fix: 'Das Modell in devices/ beschreiben, siehe CONTRIBUTING.md.',
  },
  'device.refresh-unconfirmed': {
    meaning: 'Das Etikett nahm das Bild, hat aber nicht bestätigt, dass es das zeigt.',
    fix: 'Wird von selbst noch einmal gesendet; bleibt es so, die Batterie prüfen.',
  },
  'device.refused': {
    meaning: 'Das Etikett antwortete mit einem Fehler.',
    fix: 'Wird von selbst wiederholt; siehe Einzelheit.',
  },
  'device.silent': {
    meaning: 'Das Etikett ist verbunden, antwortet aber nicht.',
    fix: 'Wird von selbst wiederholt; die Batterie prüfen.',
  },
  'device.wrong-key': {
    meaning: 'Der gespeicherte Schlüssel ist nicht der des Etiketts.',
    fix: 'Den richtigen Schlüssel speichern.',
  },
  'label.interrupted': {
    meaning: 'Eine Übertragung brach ab; was das Display zeigt, ist nicht bekannt.',
    fix: 'Es wird von selbst neu gezeichnet.',
  },
  'label.never-heard': {
    meaning: 'Kein Funkmodul hat dieses Etikett je gehört.',
    fix: 'In Reichweite bringen, Batterie prüfen, seine Nummer mit der Zuordnung vergleichen.',
  },
  'label.overdue': {
    meaning: 'Das Etikett zeigt zu lange etwas Älteres, als es soll.',
    fix: 'Funk, Batterie und Abstand prüfen.',
  },
  'label.rebooted': {
    meaning: 'Das Etikett ist neu gestartet; was es zeigt, ist nicht bekannt.',
    fix: 'Es wird von selbst neu gezeichnet.',
  },
  'mesh.not-json': {
    meaning: 'Die Nachricht ist kein JSON.',
    fix: 'CloudEvents 1.0 als strukturiertes JSON in UTF-8 veröffentlichen.',
  },
  'mesh.signature-missing': {
    meaning: 'Die Nachricht trägt keine Signatur.',
    fix: 'Mit einem Schlüssel signieren, den das Gateway kennt.',
  },
  'mesh.signature-invalid': {
    meaning: 'Die Signatur passt nicht zur Nachricht.',
    fix: 'Die RFC-8785-Form des Umschlags ohne `sig` signieren.',
  },
  'price.currency-foreign': {
    meaning: 'Der Preis hat eine andere Währung als der Markt.',
    fix: 'In der Währung des Marktes veröffentlichen oder gateway.currency berichtigen.',
  },
  'price.lowest30d-missing': {
    meaning: 'Eine Ermäßigung nennt nicht den niedrigsten Preis der 30 Tage davor.',
    fix: 'Mit lowest30dMinor veröffentlichen.',
  },
  'price.missing': {
    meaning: 'Für ein Produkt auf dem Etikett ist kein Preis bekannt.',
    fix: 'Einen Preis für den Artikel veröffentlichen oder das Etikett anders zuordnen.',
  },
  'price.none-valid': {
    meaning: 'Jetzt gilt kein Eintrag der Preisfolge.',
    fix: 'Eine Folge mit einem Eintrag veröffentlichen, der begonnen und nicht geendet hat.',
  },
  'price.not-positive': { meaning: 'Der Preis ist null oder negativ.', fix: 'Einen Preis über null veröffentlichen.' },
  'price.percent-mismatch': {
    meaning: 'Der Prozentsatz passt nicht zum niedrigsten Preis der 30 Tage.',
    fix: 'percentOff weglassen, dann wird er berechnet; oder in ganzen Prozent abgerundet angeben.',
  },
  'price.reduction-false': {
    meaning: 'Ein Preis ist als Ermäßigung angekündigt, liegt aber nicht unter dem niedrigsten der 30 Tage.',
    fix: 'Als gewöhnlichen Preis veröffentlichen oder lowest30dMinor berichtigen.',
  },
  'price.unit-price-missing': {
    meaning: 'Das Produkt braucht einen Grundpreis, und der Preis hat keinen.',
    fix: 'Den Preis mit unitPriceMinor und unit veröffentlichen.',
  },
  'price.unit-price-not-positive': {
    meaning: 'Der Grundpreis ist null oder negativ.',
    fix: 'Einen Grundpreis über null veröffentlichen.',
  },
  'product.gtin-invalid': {
    meaning: 'Die GTIN des Produkts hat eine falsche Länge oder Prüfziffer.',
    fix: 'Das Produkt mit der richtigen GTIN veröffentlichen.',
  },
  'product.missing': {
    meaning: 'Ein Produkt auf dem Etikett ist nicht bekannt.',
    fix: 'Das Produkt für den Artikel veröffentlichen.',
  },
  'radio.down': {
    meaning: 'Das Funkmodul ist nicht zu erreichen.',
    fix: 'Kabel oder Adresse prüfen; es wird von selbst wieder versucht.',
  },
  'radio.label-silent': {
    meaning: 'Das Etikett hat nicht geantwortet.',
    fix: 'Seine Batterie und den Abstand zum Gateway prüfen.',
  },
  'radio.no-radio': { meaning: 'Kein Funkmodul ist bereit.', fix: 'Die Funkmodule mit `endcap status` prüfen.' },
  'render.payment-foreign': {
    meaning: 'Eine Vorlage will einen eigenen Zahlungscode zeichnen.',
    fix: 'Das Element paycode nehmen: Wer bezahlt wird, steht allein in der Konfiguration.',
  },
  'render.price-does-not-fit': {
    meaning: 'Der Preis hat zu viele Stellen für seinen Platz und wird nie abgeschnitten.',
    fix: 'Dem Preis in der Vorlage mehr Platz geben oder ein größeres Etikett zuordnen.',
  },
  'render.text-does-not-fit': {
    meaning: 'Ein Text passt auch in der kleinsten Schrift nicht und wird nie abgeschnitten.',
    fix: 'Den Namen kürzen oder in der Vorlage eine kleinere Stufe ergänzen.',
  },
  'render.template-unknown': {
    meaning: 'Die Zuordnung nennt eine Vorlage, die dieses Gateway nicht hat.',
    fix: 'Die Vorlage veröffentlichen oder die Zuordnung berichtigen.',
  },
  'store.damaged': {
    meaning: 'Die Datenbank ist beschädigt.',
    fix: 'Sie wird beim nächsten Start beiseitegelegt und aus dem Mesh neu gefüllt; den Datenträger prüfen.',
  },
  'store.disk-full': {
    meaning: 'Der Datenträger ist voll; Neues kann nicht dauerhaft werden.',
    fix: 'Platz im Datenverzeichnis schaffen; das Schreiben geht von selbst weiter.',
  },
  'store.io': {
    meaning: 'Der Datenträger meldet einen Fehler.',
    fix: 'Datenträger und Kabel prüfen, dann neu starten.',
  },
  'till.silent': {
    meaning: 'Die Kassen haben den niedrigeren Preis nicht rechtzeitig gemeldet.',
    fix: 'Prüfen, ob die Kassen ihren Stand veröffentlichen.',
  },
  'till.waiting': {
    meaning: 'Ein niedrigerer Preis wartet auf die Kassen, damit niemand mehr zahlt, als das Regal sagt.',
    fix: 'Geht hinaus, sobald die Kassen ihn gemeldet haben.',
  },
  'time.not-synchronised': {
    meaning: 'Der Uhr ist nicht zu trauen, darum treten geplante Preise nicht in Kraft.',
    fix: 'Das Gateway die Zeit halten lassen: timedatectl set-ntp true, und ein Zeitserver muss erreichbar sein. Was fällig ist, folgt sofort.',
  },
};

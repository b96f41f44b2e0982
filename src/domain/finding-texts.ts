/**
 * The sentences that back-office staff read for each finding, and how severe it is. One table, so that a code
 * can never be without its sentence and the institute can reread them all at once.
 *
 * A `detail` is the value found or a few Italian words; it stands in brackets after what was found. It may
 * repeat what the citizen wrote, never a half of a PIN; codes on the codice fiscale do not repeat it.
 *
 * @module
 */
import { fieldLabel } from './field-labels.ts'
import type { Finding, FindingCode, Severity } from './finding.ts'

export { fieldLabel } from './field-labels.ts'

/** How severe a finding is, what was found and what to do; `field` is already the Italian label. */
interface FindingText {
  readonly severity: Severity
  readonly found: (detail: string, field: string) => string
  readonly action: string
}

/** What was found, its detail in brackets, then what to do about it. */
function text(severity: Severity, found: string, action: string): FindingText {
  return {
    severity,
    found: (detail, field) => `${found.replace('{campo}', `«${field}»`)}${detail && ` (${detail})`}.`,
    action,
  }
}

const RESEND = 'Correggere la riga e ripresentarla in un nuovo flusso.'
/** What to do about a request that must come again. */
export const SAME_NUMBER = 'Ripresentare la richiesta corretta con lo stesso numero.'
/** What to do about an address of a request for a PIN. */
export const CORRECT_ADDRESS =
  'Registrare l’indirizzo corretto (evento ADDRESS_CORRECTED), o ripresentare la richiesta con lo stesso numero.'

const RESEND_DATA = 'Correggere i dati e ripresentare la riga: prende il posto di questa.'

/** An arithmetic rule of a certificate; the settings may have it hold what here only warns. */
function rule(found: string): FindingText {
  return text(
    'warn',
    found,
    'Verificare i dati all’origine; se sono sbagliati, ripresentare la riga corretta.',
  )
}

export const FINDING_TEXTS: Readonly<Record<FindingCode, FindingText>> = {
  NUMERO_COLONNE: text(
    'reject',
    'La riga non ha il numero di colonne previsto',
    `Controllare separatori e virgolette. ${RESEND}`,
  ),
  CAMPO_MANCANTE: text('reject', 'Manca il campo obbligatorio {campo}', RESEND),
  CAMPO_TROPPO_LUNGO: text('reject', 'Il campo {campo} supera la lunghezza ammessa', RESEND),
  CARATTERE_DI_CONTROLLO: text('reject', 'Il campo {campo} contiene caratteri non stampabili', RESEND),
  VALORE_NON_AMMESSO: text('reject', 'Il campo {campo} ha un valore non ammesso', RESEND),
  DATA_NON_VALIDA: text('reject', 'Il campo {campo} non contiene una data valida', RESEND),

  CF_FORMA: text('reject', 'Il codice fiscale non ha la forma prevista', RESEND),
  CF_CARATTERE_CONTROLLO: text(
    'reject',
    'Il carattere di controllo del codice fiscale non torna',
    `Verificare il codice fiscale con l’interessato. ${RESEND}`,
  ),
  CF_DATA: text(
    'reject',
    'La data contenuta nel codice fiscale non esiste',
    `Verificare il codice fiscale con l’interessato. ${RESEND}`,
  ),
  WARN_CF_NOME: text(
    'warn',
    'Il campo {campo} non corrisponde al codice fiscale',
    'Verificare in anagrafica; nel codice fiscale vale sempre il cognome da nubile.',
  ),
  WARN_CF_NASCITA: text(
    'warn',
    'Il campo {campo} non corrisponde al codice fiscale',
    'Verificare in anagrafica.',
  ),
  WARN_CF_NUMERICO: text(
    'warn',
    'Il codice fiscale è numerico, quindi provvisorio',
    'Verificare se nel frattempo è stato attribuito quello definitivo.',
  ),

  DELEGA_NON_AMMESSA: text(
    'reject',
    'La richiesta è presentata per conto di un’altra persona e non può essere accolta',
    'Invitare l’interessato a chiedere il PIN di persona, in linea o al Contact Center (messaggio INPS 4590/2016).',
  ),
  SOLO_SPORTELLO: text(
    'hold',
    'La richiesta riguarda un minore o una persona rappresentata e può essere accolta solo allo sportello',
    'Invitare il richiedente a presentarsi allo sportello con il modulo MV35 e la documentazione.',
  ),
  PIN_DISMESSO: text(
    'reject',
    'Alla data della richiesta il PIN non può più essere rilasciato a questa persona',
    'Indirizzarla verso SPID, CIE o CNS (circolare INPS 127/2021).',
  ),
  GIA_TITOLARE: text(
    'reject',
    'La persona ha già un PIN in uso',
    'Proporre il ripristino oppure, se non è possibile, la revoca e una nuova richiesta.',
  ),
  TROPPE_RICHIESTE: text(
    'hold',
    'La persona ha già ottenuto il numero massimo di nuovi PIN in un mese',
    'Sentire l’interessato: se un PIN gli serve ancora, presentare una nuova richiesta il mese prossimo.',
  ),
  DECEDUTO: text(
    'hold',
    'La persona risulta deceduta',
    'Verificare la notizia: se è errata registrarne l’annullamento, altrimenti annullare la richiesta.',
  ),
  RICHIESTA_GIA_LAVORATA: text(
    'reject',
    'Una richiesta con questo numero è già stata lavorata',
    'Se i dati sono cambiati, presentare una nuova richiesta con un nuovo numero.',
  ),
  RICHIESTA_RIPETUTA: text(
    'warn',
    'La stessa riga è già stata acquisita',
    'Non viene lavorata una seconda volta: non occorre fare nulla.',
  ),

  EMAIL_OBBLIGATORIA: text(
    'hold',
    'Chi risiede all’estero e chiede il PIN in linea deve indicare un indirizzo e-mail valido',
    `Chiedere l’indirizzo all’interessato. ${SAME_NUMBER}`,
  ),
  CONTATTO_MANCANTE: text(
    'hold',
    'Manca un cellulare, un’e-mail o una PEC a cui inviare la prima parte del PIN',
    `Chiedere un recapito all’interessato. ${SAME_NUMBER}`,
  ),
  WARN_CONTATTO_NON_VALIDO: text(
    'warn',
    'Il recapito {campo} non è valido e non viene usato',
    'Chiedere all’interessato quello corretto.',
  ),
  WARN_CONTATTO_UNICO: text(
    'warn',
    'È disponibile un solo tipo di recapito elettronico',
    'Suggerire all’interessato di indicarne un secondo: senza, non potrà ripristinare il PIN da sé.',
  ),

  OK_NORMALISED: text('warn', 'Il campo {campo} è stato uniformato per la stampa', 'Non occorre fare nulla.'),
  WARN_CAP_REGION: text('warn', 'Il CAP non appartiene alla provincia indicata', 'Verificare l’indirizzo.'),
  WARN_CAP_LOCALITY: text('warn', 'Il CAP non appartiene al comune indicato', 'Verificare l’indirizzo.'),
  WARN_LOCALITY_UNKNOWN: text(
    'warn',
    'Il comune non compare nell’elenco in uso',
    'Verificare il nome e la provincia.',
  ),
  ERR_CAP_MISSING: text('hold', 'Il CAP manca o non ha cinque cifre', CORRECT_ADDRESS),
  ERR_CAP_GENERIC: text(
    'hold',
    'Il CAP è quello generico della città, che la posta non accetta più',
    `Trovare il CAP della via. ${CORRECT_ADDRESS}`,
  ),
  ERR_NO_STREET: text('hold', 'Manca la via o la casella postale', CORRECT_ADDRESS),
  ERR_NO_CIVIC: text(
    'hold',
    'Manca il numero civico',
    `Se la via non ha numeri scrivere SNC. ${CORRECT_ADDRESS}`,
  ),
  ERR_NO_LOCALITY: text('hold', 'Manca la località', CORRECT_ADDRESS),
  ERR_LINE_OVERFLOW: text(
    'hold',
    'Una riga dell’indirizzo supera i 44 caratteri ammessi',
    `Abbreviarla senza perdere dati. ${SAME_NUMBER}`,
  ),
  ERR_TOO_MANY_LINES: text(
    'hold',
    'L’indirizzo ha più righe di quante ne mostri la finestra della busta',
    CORRECT_ADDRESS,
  ),
  ERR_LINE_START: text('hold', 'Una riga dell’indirizzo inizia con un segno non ammesso', CORRECT_ADDRESS),
  ERR_COUNTRY_UNKNOWN: text('hold', 'Il Paese non è riconosciuto', CORRECT_ADDRESS),
  ERR_PROVINCE_UNKNOWN: text('hold', 'La sigla della provincia non è riconosciuta', CORRECT_ADDRESS),
  ERR_CHARSET: text(
    'hold',
    'Il campo {campo} contiene caratteri che lo stampatore non accetta',
    `Riscriverlo in caratteri latini. ${SAME_NUMBER}`,
  ),

  FERMATA_DAL_PERSONALE: text(
    'hold',
    'Fermata dall’ufficio',
    'Chi l’ha fermata è nel registro degli atti (recapito audit log). Quando il motivo non c’è più, riparte con recapito release; se non deve partire, recapito cancel.',
  ),
  GLIFO_MANCANTE: text(
    'hold',
    'Il campo {campo} contiene un carattere che i font della lettera non hanno',
    `Riscriverlo in caratteri latini. ${SAME_NUMBER}`,
  ),
  TESTO_TROPPO_LUNGO: text(
    'hold',
    'Il campo {campo} non entra nello spazio previsto sulla lettera',
    `Abbreviarlo senza perdere dati. ${SAME_NUMBER}`,
  ),

  NUMERO_FORMATO: text(
    'reject',
    'Il campo {campo} non è un importo nel formato previsto',
    `Il formato dei numeri è un’impostazione (feeds.numbers) e vale per tutto il flusso. ${RESEND}`,
  ),
  PUNTO_SCONOSCIUTO: text('reject', 'Il campo {campo} nomina un dato che nessun modello ha', RESEND),
  PUNTO_NON_NEL_MODELLO: text(
    'hold',
    'Il modello di quell’anno non ha un punto per il dato {campo}',
    RESEND_DATA,
  ),
  NOTA_SCONOSCIUTA: text('hold', 'Il modello di quell’anno non ha questa annotazione', RESEND_DATA),
  NOTA_INCOMPLETA: text('hold', 'All’annotazione manca un dato', RESEND_DATA),
  ANNO_DIVERSO_DAL_FLUSSO: text(
    'reject',
    'L’anno d’imposta della riga non è quello nel nome del flusso',
    RESEND,
  ),
  MODELLO_NON_DISPONIBILE: text(
    'hold',
    'Per quell’anno d’imposta non c’è un modello di certificazione',
    'Aggiungere il modello in templates/certificates, poi ripresentare la riga.',
  ),
  DATI_INVARIATI: text(
    'warn',
    'La certificazione c’è già e i dati sono gli stessi',
    'Non viene rilasciata di nuovo: non occorre fare nulla.',
  ),
  ANNULLAMENTO_SENZA_CERTIFICAZIONE: text(
    'reject',
    'Non c’è una certificazione da annullare per questa persona e questo anno',
    'Verificare codice fiscale e anno.',
  ),

  R1: rule('Un importo è negativo'),
  R2: rule('I giorni di detrazione non stanno fra 0 e 365'),
  R3: rule('C’è un reddito ma non ci sono giorni di detrazione'),
  R4: rule('Il totale delle detrazioni non è la loro somma'),
  R5: rule('Le ritenute non corrispondono all’imposta lorda meno le detrazioni'),
  R6: rule('L’imposta lorda non corrisponde agli scaglioni dell’anno'),
  R7: rule('La detrazione per redditi di pensione non corrisponde a quella teorica'),
  R8: rule('Ci sono addizionali benché non sia dovuta IRPEF'),
  R10: rule('L’acconto dell’addizionale comunale non è il 30 per cento di quanto dovuto'),
  R11: rule('Un importo sospeso supera quello a cui si riferisce'),
  R12: rule('Ci sono acconti da modello 730 ma non risulta l’assistenza fiscale'),
  R13: rule('I giorni superano quelli vissuti nell’anno'),
  R14: rule('Il codice fiscale non corrisponde ai dati anagrafici'),
  R15: rule('La data di rilascio non è successiva all’anno d’imposta'),

  CANALE_NON_AMMESSO: text(
    'reject',
    'A quella data le certificazioni non si rilasciano per questo canale',
    'Indicare all’interessato un altro canale (circolari INPS 32/2013 e 45/2014).',
  ),
  SPORTELLO_MOBILE_NON_SPETTA: text(
    'hold',
    'Lo Sportello mobile è per chi risiede all’estero e per gli ultraottantacinquenni che ne hanno diritto',
    'Verificare i requisiti, o proporre la spedizione al domicilio.',
  ),
  DOCUMENTI_MANCANTI: text(
    'hold',
    'Alla richiesta manca la documentazione prevista per il canale',
    `Chiederla al richiedente. ${SAME_NUMBER}`,
  ),
  EREDE_DI_PERSONA_IN_VITA: text(
    'hold',
    'La richiesta è di un erede ma la persona non risulta deceduta',
    'Verificare in anagrafica e registrare il decesso, o respingere la richiesta.',
  ),
  INDIRIZZO_NON_IN_ARCHIVIO: text(
    'hold',
    'La richiesta indica un indirizzo che non è quello in archivio',
    'Sulla carta si spedisce solo all’indirizzo in archivio: farlo aggiornare dall’interessato, poi ripresentare la richiesta con lo stesso numero.',
  ),
  INDIRIZZO_MANCANTE: text(
    'hold',
    'In archivio non c’è un indirizzo a cui spedire',
    `Farlo registrare in archivio. ${SAME_NUMBER}`,
  ),
  PEC_MANCANTE: text(
    'hold',
    'Manca un indirizzo PEC valido a cui inviare la certificazione',
    `Chiederlo al richiedente. ${SAME_NUMBER}`,
  ),
  CERTIFICAZIONE_NON_DISPONIBILE: text(
    'hold',
    'Per qualche anno richiesto la certificazione non c’è ancora o è sospesa',
    'Viene rilasciata appena è disponibile; se non spetta, annullare la richiesta.',
  ),
  CERTIFICAZIONE_ANNULLATA: text(
    'hold',
    'La certificazione richiesta è stata annullata',
    'Spiegarlo al richiedente e annullare la richiesta.',
  ),
  COPIA_DIVERSA: text(
    'hold',
    'La certificazione non si può ristampare uguale a quella già rilasciata',
    'Ripristinare i modelli conservati in data/forms: finché mancano non se ne rilasciano copie.',
  ),

  EVENTO_SENZA_RICHIESTA: text(
    'reject',
    'L’evento indica una richiesta che non risulta',
    `Verificare il numero della richiesta. ${RESEND}`,
  ),
  EVENTO_SENZA_CREDENZIALE: text(
    'reject',
    'L’evento riguarda una persona che non ha un PIN',
    `Verificare il codice fiscale. ${RESEND}`,
  ),
  EVENTO_NON_APPLICABILE: text(
    'reject',
    'L’evento non è compatibile con lo stato attuale del PIN o della richiesta',
    'Verificare la situazione della persona prima di ripresentarlo.',
  ),
}

/** What a finding does to its row or letter. */
export function severityOf(code: FindingCode): Severity {
  return FINDING_TEXTS[code].severity
}

/** What was found alone, for who is just putting it right. */
export function foundIn({ code, field, detail }: Finding): string {
  return FINDING_TEXTS[code].found(detail ?? '', fieldLabel(field))
}

/** The Italian sentence for one finding: what was found and what to do. */
export function sentenceOf(finding: Finding): string {
  return `${foundIn(finding)} ${FINDING_TEXTS[finding.code].action}`
}

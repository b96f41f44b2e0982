/** @module What an error that ended a run means, by the name that the run row keeps: exit code and what staff do. */

export interface FailureMeaning {
  readonly exitCode: number
  /** Italian, after «è fallita: ». */
  readonly why: string
  readonly todo: string
}

const AGAIN = 'ripetere il comando'

const MEANINGS: Readonly<Record<string, FailureMeaning>> = {
  NoSpace: { exitCode: 75, why: 'lo spazio su disco è finito', todo: `Liberare spazio e ${AGAIN}` },
  DatabaseUnavailable: {
    exitCode: 75,
    why: 'la base dati non risponde o è occupata',
    todo: `Verificare che sia raggiungibile e ${AGAIN}`,
  },
  DatabaseDamaged: {
    exitCode: 1,
    why: 'la base dati è danneggiata',
    todo: 'Ripristinarla dall’ultima copia insieme a output/bundles, poi ripetere il comando',
  },
  LedgerMismatch: {
    exitCode: 5,
    why: 'registro e disco non concordano',
    todo: 'Non consegnare nulla. Leggere «I conti» nel rapporto e il log, rimettere a posto i file, poi ripetere il comando',
  },
  BundleAltered: {
    exitCode: 5,
    why: 'un lotto non è più quello stampato',
    todo: 'Non consegnare nulla. Rimettere la cartella originale del lotto, poi ripetere il comando',
  },
  SealBroken: {
    exitCode: 5,
    why: 'un codice cifrato non si apre con la sua chiave',
    todo: 'Non proseguire. Ripristinare base dati e portachiavi che vanno insieme, poi ripetere il comando',
  },
  SecretInText: {
    exitCode: 5,
    why: 'in un elenco stava per comparire un codice fiscale o un codice, e non è stato scritto',
    todo: 'Il log dice file e riga. Guardare che cosa c’è in quella riga e che cosa è cambiato nei testi, poi ripetere il comando',
  },
  HeldLimitExceeded: {
    exitCode: 6,
    why: 'troppe lettere non si possono stampare, e nessun lotto è stato preparato',
    todo: `Leggere held.csv nel rapporto, correggere testi o caratteri o alzare il limite, e ${AGAIN}`,
  },
  FolderRefused: {
    exitCode: 2,
    why: 'una cartella o un file manca o non si può scrivere',
    todo: `Eseguire recapito doctor, che dice quale, sistemarlo e ${AGAIN}`,
  },
  KeyringError: {
    exitCode: 2,
    why: 'il portachiavi manca o non si può usare',
    todo: `Eseguire recapito doctor, sistemare il portachiavi e ${AGAIN}`,
  },
  TemplateFault: {
    exitCode: 2,
    why: 'i testi o i modelli hanno difetti',
    todo: `Eseguire recapito templates check, correggere e ${AGAIN}`,
  },
  MessageTemplateFault: {
    exitCode: 2,
    why: 'i testi dei messaggi hanno difetti',
    todo: `Correggere templates/messages e ${AGAIN}`,
  },
  LeaseLost: {
    exitCode: 4,
    why: 'un altro processo ha preso il lavoro',
    todo: `Vedere con recapito status chi è al lavoro, attendere che finisca e ${AGAIN}`,
  },
}

const UNFORESEEN: FailureMeaning = {
  exitCode: 1,
  why: 'un errore imprevisto',
  todo: `Niente è andato perso. Leggere il log, togliere la causa e ${AGAIN}`,
}

const CUT_SHORT: FailureMeaning = {
  exitCode: 1,
  why: 'il processo si è interrotto',
  todo: 'Niente è andato perso. Riprendere da dove si era fermato',
}

/** Of a run that failed, by its error's name; without one its process died. */
export function meaningOf(error: string | null): FailureMeaning {
  return error === null ? CUT_SHORT : (MEANINGS[error] ?? UNFORESEEN)
}

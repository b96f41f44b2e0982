/** @module What each exit code means and what staff do, in Italian; `docs/operations.md` has the same in English. */

export interface ExitCode {
  readonly means: string
  readonly todo: string
}

const STOPPED = 'fermato da un segnale in un punto sicuro'

export const EXIT_CODES: Readonly<Record<number, ExitCode>> = {
  0: { means: 'fatto, o non c’era niente da fare', todo: 'Niente.' },
  1: {
    means: 'errore imprevisto, o base dati danneggiata; di health: qualcosa non va',
    todo: 'Leggere il messaggio e il log. Niente è andato perso: tolta la causa, ripetere il comando. Una base dati danneggiata si ripristina.',
  },
  2: {
    means: 'comando, impostazioni, testi, portachiavi o una cartella non vanno',
    todo: 'Correggere ciò che il messaggio nomina; recapito doctor controlla tutto insieme.',
  },
  3: {
    means:
      'notte finita, ma un flusso è stato rifiutato, un lotto ha difetti o troppe righe sono respinte o sospese',
    todo: 'Leggere il rapporto: spesso è un flusso sbagliato all’origine.',
  },
  4: {
    means: 'un altro processo è al lavoro sulla stessa base dati',
    todo: 'Attendere: recapito status dice chi è. Un processo morto si riconosce da sé.',
  },
  5: {
    means:
      'registro e disco non concordano, un lotto è stato alterato, un codice non si apre o un PDF ha difetti',
    todo: 'Fermarsi e non consegnare nulla finché il messaggio non è chiarito; fra registro e disco, recapito reconcile nomina ogni differenza e dice che cosa fare.',
  },
  6: {
    means: 'troppe lettere non si possono stampare: nessun lotto è stato preparato',
    todo: 'Leggere held.csv nel rapporto, correggere testi o caratteri o alzare limits.heldShare, e ripetere la notte.',
  },
  75: {
    means: 'spazio finito, base dati occupata o non raggiungibile',
    todo: 'Liberare spazio o attendere, poi ripetere il comando: riprende da dove si era fermato.',
  },
  130: { means: `${STOPPED} (SIGINT)`, todo: 'Ripetere il comando: riprende da dove si era fermato.' },
  143: { means: `${STOPPED} (SIGTERM)`, todo: 'Ripetere il comando: riprende da dove si era fermato.' },
}

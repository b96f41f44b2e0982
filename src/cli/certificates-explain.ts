/** @module `recapito certificates explain`: how each computed figure of one certificate came about. Takes no lease. */
import { type Flags, loadSettings, type Settings } from '../config.ts'
import { explainCertificate } from '../certificates/explain.ts'
import { outlineOf } from '../certificates/form-outline-of.ts'
import { readForms } from '../certificates/read-forms.ts'
import type { CertificateData, CertificateKind } from '../domain/certificates/certificate-data.ts'
import { judgeCertificate } from '../domain/certificates/judge-certificate.ts'
import { severityReader } from '../domain/certificates/severity.ts'
import { italianDate } from '../domain/civil-date.ts'
import type { FindingCode } from '../domain/finding.ts'
import { sentenceOf } from '../domain/finding-texts.ts'
import { type CertificateRow, certificateOf } from '../store/certificate.ts'
import { migrateIfNew } from '../store/migrate.ts'
import { openStore } from '../store/store.ts'
import { answer, today } from './answer.ts'
import { requireDatabase } from './require-database.ts'

const KINDS: Readonly<Record<CertificateKind, string>> = {
  ORIGINAL: 'originale',
  CORRECTION: 'rettifica',
  ANNULMENT: 'annullamento',
}

export async function explainCertificateCommand(
  flags: Flags,
  subject: { readonly codiceFiscale: string; readonly incomeYear: number },
  options: { json?: boolean },
): Promise<void> {
  const settings = await loadSettings(flags)
  const row = await newestVersion(settings, subject.codiceFiscale.toUpperCase(), subject.incomeYear)
  const data = JSON.parse(row.data) as CertificateData
  const { forms } = await readForms(settings.folders.templates)
  const form = forms.find(({ incomeYear }) => incomeYear === data.incomeYear)
  const outline = form && outlineOf(form)
  const severity = severityReader(settings.certificates.severities)
  const judgement = judgeCertificate(data, { outline, issuedOn: row.issued_on, severity })
  const { version, kind, state, issued_on: issuedOn, hold } = row
  const inForce = hold === null ? { issuedOn } : {}
  const lines = explainCertificate(data, outline, { judgement, on: today(), ...inForce })
  answer(
    options.json,
    {
      form: outline?.form ?? null,
      incomeYear: data.incomeYear,
      version,
      kind,
      state,
      issuedOn,
      hold,
      ...judgement,
      lines,
    },
    [versionLine(row), ...lines],
  )
}

/** Read only. There is nothing to explain without a database, and none is made. */
async function newestVersion(
  settings: Settings,
  codiceFiscale: string,
  incomeYear: number,
): Promise<CertificateRow> {
  const { database } = settings
  requireDatabase(database)
  const store = await openStore({ url: database })
  try {
    await migrateIfNew(store)
    const row = await certificateOf(store.db, codiceFiscale, incomeYear)
    if (!row) throw new NoCertificate(incomeYear)
    return row
  } finally {
    await store.close()
  }
}

/** Nothing to explain (exit 2); the codice fiscale is not repeated. */
class NoCertificate extends Error {
  readonly exitCode = 2
  constructor(incomeYear: number) {
    super(
      `per questo codice fiscale non risulta una certificazione dei redditi ${incomeYear}: ricontrollare il codice e l’anno, e che il flusso dei dati sia stato acquisito`,
    )
    this.name = 'NoCertificate'
  }
}

function versionLine({ version, kind, issued_on, hold, hold_field, hold_detail }: CertificateRow): string {
  const named = `Versione ${version} (${KINDS[kind]}) del ${italianDate(issued_on)}`
  if (hold === null) return named
  // Written by this program: a code that it knows.
  const finding = { code: hold as FindingCode, field: hold_field ?? '', detail: hold_detail ?? '' }
  return `${named}, trattenuta: ${sentenceOf(finding)}`
}

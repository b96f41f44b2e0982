/** @module Letters with certificates to look at: every year, several, a correction, an annulment, one of many pages. */
import type { CertificatePaper } from '../../src/certificates/certificate-paper.ts'
import { loadCertificatePaper } from '../../src/certificates/load-certificate-paper.ts'
import type { CertificateLetter } from '../../src/certificates/paper-edition.ts'
import type { IssuedCertificate } from '../../src/domain/certificates/certificate-data.ts'
import { certificateData, PARIS, ROME } from '../support/paper-rows.ts'

export const SENDER = { institute: 'INPS', returnAddress: ['Casella Postale 10000', '00144 Roma RM'] }
export const PROFILES = ['it-dx', 'din-b', 'notify-c5'] as const
export const YEARS = [2012, 2013, 2014, 2015, 2016, 2017, 2018, 2019]

export function loadPaper(profile: string, test = false): Promise<CertificatePaper> {
  return loadCertificatePaper({ templatesFolder: 'templates', profile, sender: SENDER, test })
}

export const original = (year: number): IssuedCertificate => ({
  data: certificateData(year),
  version: 1,
  kind: 'ORIGINAL',
  issuedOn: `${year + 1}-02-28`,
})
const replacing = (year: number, kind: 'CORRECTION' | 'ANNULMENT'): IssuedCertificate => ({
  ...original(year),
  version: 2,
  kind,
  issuedOn: `${year + 1}-04-08`,
  replaced: {
    data: certificateData(year, { figures: { 'income.pension': 11_000_00, 'days.pension': 365 } }),
    issuedOn: `${year + 1}-02-28`,
  },
})
const manyPensions = (year: number, count: number): IssuedCertificate => ({
  ...original(year),
  data: certificateData(year, {
    pensions: Array.from({ length: count }, (_, index) => ({
      pension: `SO ${10_000_000 + index}`,
      from: `${year}-01-01`,
      to: `${year}-12-31`,
      cents: 100_00,
    })),
  }),
})

let drawn = 0
export const letter = (certificates: readonly IssuedCertificate[], to = ROME): CertificateLetter => ({
  publicId: `R3K7Q-9T${String(++drawn).padStart(3, '0')}-C`,
  addressLines: to.lines,
  residence: to === ROME ? 'ITALIA' : 'ESTERO',
  certificates,
})

export const LETTERS: readonly CertificateLetter[] = [
  ...YEARS.map((year) => letter([original(year)])),
  letter([original(2012), original(2016), original(2019)]),
  letter([replacing(2018, 'CORRECTION'), replacing(2013, 'ANNULMENT')], PARIS),
  letter([manyPensions(2014, 60)], PARIS),
]

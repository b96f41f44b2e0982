/**
 * By which channels certificates are released, to whom, upon which papers, since when: one table to read, and to
 * correct when a circular changes something (`domain.md` §2.7). `[K]` marks an assumption with no source, `[D]` a
 * choice among sources that disagree.
 *
 * @module
 */
import type { CivilDate } from '../civil-date.ts'
import type { CertificateChannel, Evidence } from './certificate-request.ts'

/** Who the certificate is given to: the holder, somebody who acts for the holder, an heir of a holder who died. */
export type ReceiverKind = 'HOLDER' | 'AGENT' | 'HEIR'

/** Whose certificates: `OLD_AGE` from 85 years, `OLD_AGE_WITH_CARE` holds a care allowance besides. */
export type Audience = 'ANYONE' | 'ABROAD_OR_OLD_AGE' | 'ABROAD_OR_OLD_AGE_WITH_CARE'

export const OLD_AGE_YEARS = 85

/** Certificates of earlier income years went to everybody by post (L. 228/2012 art. 1 c. 114). */
export const FIRST_INCOME_YEAR = 2012

export interface ChannelRule {
  readonly channel: CertificateChannel
  /** Days on which a request is made, both included; `null` is open. */
  readonly validFrom: CivilDate
  readonly validTo: CivilDate | null
  readonly firstIncomeYear: number
  readonly delivery: 'FILE' | 'PAPER'
  readonly receiver: ReceiverKind
  readonly audience: Audience
  /** Of each inner list one is enough, and every list must be met. */
  readonly evidence: readonly (readonly Evidence[])[]
  readonly source: string
}

const CIRCULAR_32 = '2013-02-26'
const CIRCULAR_45 = '2014-03-28'
const DAY_BEFORE_CIRCULAR_45 = '2014-03-27'

const IDENTIFIED: ChannelRule['evidence'] = [['IDENTIFICAZIONE', 'DOCUMENTO']]
const MANDATE: ChannelRule['evidence'] = [['MANDATO'], ['DOCUMENTO']]

export const CHANNEL_RULES: readonly ChannelRule[] = [
  file('WEB', CIRCULAR_32, 'HOLDER', [], 'circ. 32/2013, S0: the PIN identifies the holder'),
  file('PEC', CIRCULAR_32, 'HOLDER', [], 'circ. 32/2013 no. 3: to a PEC that is not known, on request'),
  file(
    'SPORTELLO',
    CIRCULAR_32,
    'HOLDER',
    IDENTIFIED,
    'circ. 32/2013 no. 1: to the holder alone, identified',
  ),
  file('CAF', CIRCULAR_32, 'AGENT', MANDATE, 'circ. 32/2013 no. 4 (professionisti.it): mandate and ID copy'),
  file(
    'SPORTELLO_AMICO',
    CIRCULAR_32,
    'HOLDER',
    IDENTIFIED,
    'circ. 32/2013 no. 5; identification at the counter [K]',
  ),
  file('DELEGATO', CIRCULAR_32, 'AGENT', [['DELEGA'], ['DOCUMENTO']], 'circ. 32/2013 §4; documents [K]'),
  file('PATRONATO', CIRCULAR_45, 'AGENT', [['MANDATO']], 'circ. 45/2014 (edotto.com); mandate: S2'),
  file('PROFESSIONISTA', CIRCULAR_45, 'AGENT', MANDATE, 'circ. 45/2014 (edotto.com); documents as a CAF [K]'),
  file(
    'COMUNE',
    CIRCULAR_45,
    'AGENT',
    [['PROTOCOLLO']],
    'circ. 45/2014 (edotto.com): protocol "punto cliente"',
  ),
  {
    ...paper(
      'SPORTELLO_MOBILE',
      'HOLDER',
      [],
      '[D] circ. 32/2013 no. 6, messaggio 2451/2013, S0: by telephone',
    ),
    validTo: DAY_BEFORE_CIRCULAR_45,
    audience: 'ABROAD_OR_OLD_AGE',
  },
  {
    ...paper(
      'SPORTELLO_MOBILE',
      'HOLDER',
      [],
      '[D] circ. 45/2014: over 85 with a care allowance; abroad as before',
    ),
    validFrom: CIRCULAR_45,
    audience: 'ABROAD_OR_OLD_AGE_WITH_CARE',
  },
  paper('DOMICILIO', 'HOLDER', [], 'circ. 32/2013 no. 7: declared by telephone (firstonline)'),
  paper(
    'EREDE',
    'HEIR',
    [['DICHIARAZIONE_EREDE'], ['DOCUMENTO']],
    'circ. 32/2013 §4; documents [K]; heirs get paper: CUD 2013 instructions, CU 2015 chapter III, Ris. 145/2006',
  ),
]

/** The rule of a channel for a request of that day, or undefined when the channel did not exist. */
export function channelRule(channel: CertificateChannel, on: CivilDate): ChannelRule | undefined {
  return CHANNEL_RULES.find(
    (rule) =>
      rule.channel === channel && rule.validFrom <= on && (rule.validTo === null || on <= rule.validTo),
  )
}

function file(
  channel: CertificateChannel,
  validFrom: CivilDate,
  receiver: ReceiverKind,
  evidence: ChannelRule['evidence'],
  source: string,
): ChannelRule {
  return {
    channel,
    validFrom,
    validTo: null,
    firstIncomeYear: FIRST_INCOME_YEAR,
    delivery: 'FILE',
    receiver,
    audience: 'ANYONE',
    evidence,
    source,
  }
}

function paper(
  channel: CertificateChannel,
  receiver: ReceiverKind,
  evidence: ChannelRule['evidence'],
  source: string,
): ChannelRule {
  return { ...file(channel, CIRCULAR_32, receiver, evidence, source), delivery: 'PAPER' }
}

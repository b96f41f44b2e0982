/**
 * Who asks for certificates, by which channel, with which papers (INPS circolare 32 of 26-02-2013 and circolare 45 of
 * 28-03-2014, `domain.md` §2.7).
 *
 * @module
 */
export const CERTIFICATE_CHANNELS = [
  'WEB',
  'PEC',
  'SPORTELLO',
  'CAF',
  'PATRONATO',
  'PROFESSIONISTA',
  'COMUNE',
  'SPORTELLO_AMICO',
  'DELEGATO',
  'EREDE',
  'SPORTELLO_MOBILE',
  'DOMICILIO',
] as const
export type CertificateChannel = (typeof CERTIFICATE_CHANNELS)[number]

/** What was seen or kept of who asked. */
export const EVIDENCE = [
  'IDENTIFICAZIONE',
  'DOCUMENTO',
  'MANDATO',
  'DELEGA',
  'DICHIARAZIONE_EREDE',
  'PROTOCOLLO',
] as const
export type Evidence = (typeof EVIDENCE)[number]

/** Asks for every year there is, now. */
export const ALL_YEARS = 'TUTTI'

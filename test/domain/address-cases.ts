/** The addresses that the tests of `postal-address.ts` vary. */
import type {
  Addressee,
  AddressOptions,
  AddressVerdict,
  PostalAddress,
} from '../../src/domain/postal-address.ts'
import { composeAddress } from '../../src/domain/postal-address.ts'
import { loadGazetteer } from '../../src/feeds/gazetteer.ts'

export const gazetteer = await loadGazetteer()

export const MARIO: Addressee = { name: 'Mario', surname: 'Rossi', postalName: '' }
export const ROMA: PostalAddress = {
  residence: 'ITALIA',
  presso: '',
  street: 'Via Garibaldi',
  civic: '16',
  details: '',
  poBox: '',
  poBoxOffice: '',
  frazione: '',
  locality: 'Roma',
  cap: '00153',
  province: 'RM',
  country: 'IT',
  foreignLines: [],
}
export const PARIS: Partial<PostalAddress> = {
  residence: 'ESTERO',
  street: '',
  civic: '',
  locality: '',
  cap: '',
  province: '',
  country: 'FR',
  foreignLines: ['25 rue de la Fontaine', '75012 Paris'],
}

export function compose(
  parts: Partial<PostalAddress>,
  addressee: Partial<Addressee> = {},
  options?: AddressOptions,
): AddressVerdict {
  return composeAddress({ ...MARIO, ...addressee }, { ...ROMA, ...parts }, gazetteer, options)
}

/** `CODE field detail`, as the tables below write a finding. */
export function told(verdict: AddressVerdict): readonly string[] {
  return verdict.findings.map(({ code, field, detail = '' }) => `${code} ${field} ${detail}`.trim())
}

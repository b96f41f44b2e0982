/** @module What a bundle is made of: PIN letters or certificates, for Italy or abroad, never two of them together. */
import type { PrintableAddress } from './address-parts.ts'

/** `PIN_HALF2`: the second half of a code. `CERTIFICATE`: the certificates of one request. */
export type LetterKind = 'PIN_HALF2' | 'CERTIFICATE'

const STEMS: Readonly<Record<LetterKind, string>> = { PIN_HALF2: 'PIN', CERTIFICATE: 'CUD' }

const TEST_PREFIX = 'TEST_'

/** Domestic and foreign letters never share a bundle; trial runs carry `TEST_` for ever (`mail.md` §2.11). */
export function productOf(kind: LetterKind, address: Pick<PrintableAddress, 'zone'>, test: boolean): string {
  return `${test ? TEST_PREFIX : ''}${STEMS[kind]}_${address.zone === 'IT' ? 'IT' : 'EXT'}`
}

/** Every product that letters of a kind go into. */
export function productsOf(kind: LetterKind): string[] {
  const products = [`${STEMS[kind]}_IT`, `${STEMS[kind]}_EXT`]
  return [...products, ...products.map((product) => TEST_PREFIX + product)]
}

/** What kind of letters a product is; throws for one that there is not. */
export function kindOf(product: string): LetterKind {
  for (const kind of ['PIN_HALF2', 'CERTIFICATE'] as const)
    if (productsOf(kind).includes(product)) return kind
  throw new RangeError(`there is no product "${product}"`)
}

export function isTestProduct(product: string): boolean {
  return product.startsWith(TEST_PREFIX)
}

/** @module What a worker thread starts with: judges one page of certificate data. */
export { judgeCertificatePage as default } from './feeds/judge-certificate-page.ts'

import { join } from 'node:path'
import { doubled } from '../../testing/doubled.ts'
import { fixturesIn } from '../../testing/provider-fixtures.ts'
import { providerSuite } from '../../testing/provider-suite.ts'
import { acmeBand } from './index.ts'
import { signatureHeader, signatureOf, timestampHeader } from './notification.ts' // +notifications

providerSuite({
  provider: acmeBand,
  fixtures: fixturesIn(join(import.meta.dirname, 'fixtures')),
  notification(nowMs) { // +notifications
    const body = Buffer.from('{"user":"u-1","first":"2026-06-30","last":"2026-07-01"}') // +notifications
    const signature = signatureOf('client secret', `${nowMs}`, body) // +notifications
    const headers = { [timestampHeader]: `${nowMs}`, [signatureHeader]: signature } // +notifications
    return { method: 'POST', query: new URLSearchParams(), headers, body } // +notifications
  }, // +notifications
  double: () => doubled('ACME_BAND'),
})

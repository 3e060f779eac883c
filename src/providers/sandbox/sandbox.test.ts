import { recordsOf } from '../../sandbox/person.ts'
import type { DataType } from '../../schema/records.ts'
import { connectPerson, sandboxProvider, sandboxServer } from '../../testing/connected.ts'
import { providerSuite } from '../../testing/provider-suite.ts'
import type { Fixture } from '../coverage.ts'
import { signatureHeader, signatureOf } from './notification.ts'

/** What a person of the sandbox recorded: it is sent as it is kept. */
function fixture(type: DataType, first: string, last: string): Fixture {
  const records = recordsOf('fixture', type, first, last, Date.parse('2026-07-01T00:00:00Z'))
  return { name: `${type} of ${first}`, type, zone: null, raw: { records }, expected: records }
}

providerSuite({
  provider: sandboxProvider(),
  fixtures: (['activity', 'athlete', 'body', 'daily', 'nutrition', 'sleep'] as const).map((type) =>
    fixture(type, '2026-03-27', '2026-03-31'),
  ),
  notification(nowMs) {
    const body = Buffer.from(
      '{"event":"data","account":"ada","types":["sleep"],"start":"2026-06-30","end":"2026-07-01"}',
    )
    const headers = { [signatureHeader]: signatureOf('subscription secret', nowMs, body) }
    return { method: 'POST', query: new URLSearchParams(), headers, body }
  },
  async double() {
    const at = await sandboxServer()
    return {
      at,
      connect: (person, granted) => connectPerson(at, person, granted === undefined ? {} : { granted }),
      revoke: async (person) => {
        await at.hub.db`update sandbox_grants set revoked_at = now() where person = ${person}`
      },
    }
  },
})

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { keepRaw } from '../../../ingest/raw/raw.ts'
import { publicId } from '../../../lib/ids.ts'
import { connectPerson, sandboxProvider, sandboxServer } from '../../../testing/connected.ts'
import { signedIn } from '../../../testing/people.ts'

const at = await sandboxServer()
const { hub } = at
after(() => at[Symbol.asyncDispose]())

test('what providers answered is for developers: a viewer may read neither it nor start a replay', async () => {
  const user = await connectPerson(at, 'ada')
  const answered = { provider: sandboxProvider(), type: 'daily', answer: { steps: 1 } } as const
  const window = { first: '2026-07-01', last: '2026-07-07' }
  const { rawId } = await hub.db.transaction((sql) =>
    keepRaw(hub, sql, user, { ...answered, window, observedAtMs: hub.clock.now() }),
  )
  const list = `/users/${user.userId}/raw`
  const one = `${list}/${publicId('raw', rawId ?? '')}`
  const [viewer, developer] = [
    await signedIn(at, 'viewer@example.org', 'viewer'),
    await signedIn(at, 'developer@example.org', 'developer'),
  ]
  for (const url of [list, one]) {
    assert.equal((await viewer.call('GET', url)).statusCode, 403, url)
    assert.equal((await developer.call('GET', url)).statusCode, 200, url)
  }
  assert.equal((await viewer.call('POST', '/replays', { body: {} })).statusCode, 403)
  const begun = await developer.call('POST', '/replays', { body: { dry_run: true } })
  assert.equal(begun.statusCode, 202)
  assert.equal((await viewer.call('GET', `/replays/${begun.json().id}`)).statusCode, 200)
  assert.equal((await viewer.call('POST', `/replays/${begun.json().id}/cancel`)).statusCode, 403)
})

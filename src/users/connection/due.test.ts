import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fillConnections, planOfTaking } from '../../../bench/schedule/fill.ts'
import { testHub } from '../../testing/hub.ts'

test('whose time has come is found by an index, beside twenty thousand whose time has not', async () => {
  await using hub = await testHub()
  await fillConnections(hub.db, hub.environmentId, { users: 20_000, due: 0 })
  const nobody = await planOfTaking(hub.db)
  assert.ok(nobody.buffers < 20, `${nobody.buffers} pages for nobody: ${nobody.nodes.join(', ')}`)
  await hub.db`update connections set next_poll_at = clock() where user_id in (select user_id from connections limit 50)`
  const some = await planOfTaking(hub.db)
  assert.ok(some.nodes.includes('Index Scan connections_due'), some.nodes.join(', '))
  assert.ok(!some.nodes.some((node) => /^Seq Scan (connections|users)$/.test(node)), some.nodes.join(', '))
  // A few for each of them, and none for anybody else.
  assert.ok(some.buffers < 50 * 40, `${some.buffers} pages for fifty`)
})

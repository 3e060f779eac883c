import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fillTables } from '../bench/scale/fill.ts'
import { lookAt, looks } from '../bench/scale/looks.ts'
import { testHub } from '../src/testing/hub.ts'

/**
 * Pages of 8 kB that a request's statements may touch, whatever else is stored: a few for each index and each row of the
 * answer. Those that read a part of all users are not here.
 */
const most: Record<string, number> = {
  'a day': 30,
  'a day of four years ago': 30,
  'a night': 30,
  'a night, by the second': 30,
  'a month': 120,
  'a year': 1400,
  'the athlete': 25,
  '/userInfo by id': 20,
  '/userInfo by reference': 10,
  '/subscriptions, first page': 60,
  '/subscriptions, last page': 60,
  "a user's page": 120,
}

test('a read touches what it answers and no more, beside 200,000 records of others', async () => {
  await using hub = await testHub()
  const size = { users: 2000, records: 200_000, longUsers: 5 }
  const users = await fillTables(hub.db, hub.environmentId, size)
  const looked = await lookAt(hub, hub.environmentId, 'test-dev', users.slice(0, 2), size)
  assert.deepEqual(
    looked.map(({ what }) => what),
    looks.map(({ what }) => what),
  )
  for (const { what, buffers, statements } of looked) {
    const said = statements.map(({ text, buffers, nodes }) => `${buffers}: ${text}\n    ${nodes.join(', ')}`).join('\n')
    const bound = most[what]
    if (bound !== undefined)
      assert.ok(buffers <= bound, `${what} touches ${buffers} pages, at most ${bound} are expected:\n${said}`)
    const scans = statements.flatMap(({ nodes }) => nodes).filter((node) => node === 'Seq Scan records')
    assert.deepEqual(scans, [], `${what} reads all records:\n${said}`)
  }
})

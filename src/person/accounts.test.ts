import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testHub } from '../testing/hub.ts'
import { bothViews, connectAccount, day, mergeDue, night, store, told, views } from '../testing/merged-view.ts'
import { aDaily } from '../testing/records.ts'
import { deauthenticateUser } from '../users/deauthenticate.ts'
import { modifyUser } from '../users/modify.ts'
import { moveHistory } from '../users/sign-in/store.ts'
import { deleteUser } from '../users/store.ts'

const shared = await testHub()
after(() => shared[Symbol.asyncDispose]())

test('who has one account, or no reference id, is told as always to both', async () => {
  await using place = await bothViews(shared)
  const { hub } = place
  const alone = await connectAccount(hub, 'OURA', 'cleo')
  const nobody = await connectAccount(hub, 'APPLE', null)
  const other = await connectAccount(hub, 'OURA', null)
  await store(hub, alone, day('2026-07-01', 9000))
  await store(hub, nobody, day('2026-07-01', 4000))
  await store(hub, other, day('2026-07-01', 5000))
  assert.equal(await mergeDue(hub), 0)
  const expected = [
    ['daily', 'APPLE', '2026-07-01 4000'],
    ['daily', 'OURA', '2026-07-01 5000'],
    ['daily', 'OURA', '2026-07-01 9000'],
  ]
  for (const view of views) assert.deepEqual(told(await place.news(view)), expected)
  const [a, b] = views
    .map((view) => place.receivers[view])
    .map(({ received }) => received.map(({ body }) => body.toString('utf8')).toSorted())
  assert.deepEqual(a, b, 'byte for byte')
})

test('an account that ends leaves what the others tell, told again without it, and nothing that was made of it', async () => {
  await using place = await bothViews(shared)
  const { hub } = place
  const ring = await connectAccount(hub, 'OURA', 'fay')
  const phone = await connectAccount(hub, 'APPLE', 'fay')
  const phoneDay = aDaily('2026-07-01', 4000, { calories_data: { BMR_calories: 1234 } })
  await store(hub, phone, { type: 'daily', record: phoneDay }, night('2026-07-02', 'phone'))
  await store(hub, ring, day('2026-07-01', 9000), day('2026-07-03', 9100), night('2026-07-02', 'ring'))
  await mergeDue(hub)
  assert.deepEqual(told(await place.news('merged')), [
    ['daily', 'OURA', '2026-07-01 9000 of OURA and APPLE'],
    ['daily', 'OURA', '2026-07-03 9100 of OURA'],
    ['sleep', 'OURA', 'ring of OURA and APPLE'],
  ])
  await deauthenticateUser(hub, hub.environmentId, phone.userId)
  await mergeDue(hub)
  const again = await place.news('merged')
  assert.deepEqual(told(again), [
    ['daily', 'OURA', '2026-07-01 9000 of OURA'],
    ['sleep', 'OURA', 'ring of OURA'],
  ])
  assert.ok(!JSON.stringify(again).includes('1234'))
  const left = await hub.db<{ body: string }>`
    select body from events where environment_id = ${hub.environmentId} and view = 'merged'`
  assert.equal(left.filter(({ body }) => body.includes('APPLE')).length, 0, 'what was made of the phone is erased')
  assert.equal(left.length, 3)
  await deauthenticateUser(hub, hub.environmentId, ring.userId)
  await mergeDue(hub)
  const rows = await hub.db`
    select from merge_days where environment_id = ${hub.environmentId}
    union all
    select from merged_records where environment_id = ${hub.environmentId}`
  assert.equal(rows.length, 0, 'nothing is kept of a person without accounts')
})

test('the account that counted first ends: the next one’s records are told', async () => {
  await using place = await bothViews(shared)
  const { hub } = place
  const ring = await connectAccount(hub, 'OURA', 'gus')
  const phone = await connectAccount(hub, 'APPLE', 'gus')
  await store(hub, phone, day('2026-07-01', 4000), night('2026-07-02', 'phone'))
  await store(hub, ring, day('2026-07-01', 9000), night('2026-07-02', 'ring'))
  await mergeDue(hub)
  await place.news('merged')
  await deauthenticateUser(hub, hub.environmentId, ring.userId)
  await mergeDue(hub)
  const again = await place.news('merged')
  assert.deepEqual(told(again), [
    ['daily', 'APPLE', '2026-07-01 4000 of APPLE'],
    ['sleep', 'APPLE', 'phone of APPLE'],
  ])
})

test('an account that goes over to another person is taken out of the first one’s', async () => {
  await using place = await bothViews(shared)
  const { hub } = place
  const ring = await connectAccount(hub, 'OURA', 'hal')
  const phone = await connectAccount(hub, 'APPLE', 'hal')
  await store(hub, phone, night('2026-07-02', 'phone'))
  await store(hub, ring, night('2026-07-02', 'ring'))
  await mergeDue(hub)
  await place.news('merged')
  await modifyUser(hub, hub.environmentId, ring.userId, { referenceId: 'ida', active: null })
  await mergeDue(hub)
  assert.deepEqual(told(await place.news('merged')), [
    ['sleep', 'APPLE', 'phone of APPLE'],
    ['sleep', 'APPLE', 'ring gone'],
  ])
})

test('of a paused account nothing is told', async () => {
  await using place = await bothViews(shared)
  const { hub } = place
  const ring = await connectAccount(hub, 'OURA', 'jo')
  const phone = await connectAccount(hub, 'APPLE', 'jo')
  await modifyUser(hub, hub.environmentId, ring.userId, { referenceId: null, active: false })
  await store(hub, ring, day('2026-07-01', 9000))
  await store(hub, phone, day('2026-07-01', 4000))
  await mergeDue(hub)
  assert.deepEqual(told(await place.news('merged')), [['daily', 'APPLE', '2026-07-01 4000 of APPLE']])
})

test('the same account connected anew takes over what was told of it', async () => {
  await using place = await bothViews(shared)
  const { hub } = place
  const ring = await connectAccount(hub, 'OURA', 'oli')
  const phone = await connectAccount(hub, 'APPLE', 'oli')
  await store(hub, phone, night('2026-07-02', 'phone'))
  await store(hub, ring, night('2026-07-02', 'ring'), day('2026-07-02', 9000))
  await mergeDue(hub)
  await place.news('merged')
  const anew = await connectAccount(hub, 'OURA', 'oli again')
  await modifyUser(hub, hub.environmentId, anew.userId, { referenceId: 'oli', active: null })
  await hub.db.transaction(async (sql) => {
    await moveHistory(sql, ring.userId, anew.userId)
    await deleteUser(sql, ring.userId)
  })
  await store(hub, anew, day('2026-07-02', 9500))
  await mergeDue(hub)
  assert.deepEqual(told(await place.news('merged')), [['daily', 'OURA', '2026-07-02 9500 of OURA']])
  await deauthenticateUser(hub, hub.environmentId, anew.userId)
  await mergeDue(hub)
  assert.deepEqual(told(await place.news('merged')), [['sleep', 'APPLE', 'phone of APPLE']])
})

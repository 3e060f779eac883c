import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '../testing/database.ts'

test('a transaction that throws leaves nothing behind', async () => {
  await using database = await testDatabase()
  const work = database.db.transaction(async (sql) => {
    await sql`insert into settings (key, value) values ('a', '1')`
    throw new Error('no')
  })
  await assert.rejects(work, /no/)
  assert.deepEqual(await database.db`select * from settings`, [])
})

test('values become parameters and never text', async () => {
  await using database = await testDatabase()
  const nasty = `'; drop table settings; --`
  const [row] = await database.db<{ echoed: string }>`select ${nasty}::text as echoed`
  assert.equal(row?.echoed, nasty)
})

test('counts are numbers and dates stay local', async () => {
  await using database = await testDatabase()
  const [row] = await database.db`select count(*) as n, date '2024-03-31' as day from settings`
  assert.deepEqual(row, { n: 0, day: '2024-03-31' })
})

test('ids made in SQL are ordered UUIDs of version 7', async () => {
  await using database = await testDatabase()
  const rows = await database.db<{ id: string }>`select new_id() as id from generate_series(1, 50)`
  for (const { id } of rows) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  const millisecond = (id: string) => Number.parseInt(id.slice(0, 13).replace('-', ''), 16)
  for (const { id } of rows) assert.ok(Math.abs(millisecond(id) - Date.now()) < 60_000)
})

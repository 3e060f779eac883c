import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testDatabase } from '../testing/database.ts'
import { sqlStateOf } from './sql-state.ts'

const at = await testDatabase()
after(() => at[Symbol.asyncDispose]())

test('what the server refuses has its code, what breaks on the way has none', async () => {
  const refused: unknown = await at.db`select 1 / 0`.catch((error: unknown) => error)
  assert.equal(sqlStateOf(refused), '22012')
  assert.equal(sqlStateOf(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })), null)
  assert.equal(sqlStateOf(new Error('Connection terminated unexpectedly')), null)
})

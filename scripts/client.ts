import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openTestServer } from '../src/testing/database.ts'
import { operationsOf } from '../src/testing/operations.ts'
import { testServer } from '../src/testing/server.ts'

/** Writes the types of the client from the description of the management API, as a server of this code gives it. */
const path = join('src', 'client', 'operations.ts')
const database = await openTestServer()
process.env['TELLUS_TEST_POSTGRES'] = database.url('postgres')
try {
  await using server = await testServer()
  const { body } = await server.call('GET', '/admin/api/openapi.json', { as: 'none' })
  writeFileSync(join(import.meta.dirname, '..', path), await operationsOf(JSON.parse(body)))
} finally {
  await database[Symbol.asyncDispose]()
}
console.error(`tellus: wrote ${path}`)

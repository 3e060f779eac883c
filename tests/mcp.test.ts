import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { saveRecords } from '../src/ingest/save.ts'
import { runCommand } from '../src/testing/command.ts'
import { callsOf } from '../src/testing/mcp-client.ts'
import { aDaily, incoming } from '../src/testing/records.ts'
import { testServer } from '../src/testing/server.ts'
import { connectUser } from '../src/users/connect.ts'

const at = await testServer()
const { hub } = at
const url = await at.listen()
const cwd = mkdtempSync(join(tmpdir(), 'tellus-mcp-'))
after(async () => {
  rmSync(cwd, { recursive: true })
  await at[Symbol.asyncDispose]()
})
await hub.db.transaction(async (sql) => {
  const { environmentId } = hub
  const who = { environmentId, provider: 'OURA', providerAccount: 'ring', referenceId: 'ada' }
  const { user } = await connectUser(hub, sql, who)
  const records = incoming({ type: 'daily', record: aDaily('2026-07-01', 9000) })
  await saveRecords(hub, sql, environmentId, user.userId, records, { observedAtMs: hub.clock.now() })
})
const tellus = (...words: string[]) =>
  runCommand(
    {
      environment: {
        TELLUS_PUBLIC_URL: url,
        TELLUS_DEV_ID: at.credentials['dev-id'],
        TELLUS_API_KEY: at.credentials['x-api-key'],
      },
      cwd,
    },
    words,
  )

/** Starts the real command, as an AI client does, and speaks to it with the SDK's own client. */
async function start(token: string, address = url) {
  const client = new Client({ name: 'test', version: '1.0.0' })
  const command = join(import.meta.dirname, '..', 'bin', 'tellus.mjs')
  const environment = { PATH: process.env['PATH'] ?? '', TELLUS_MCP_TOKEN: token }
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [command, 'mcp', '--url', address],
    env: environment,
    cwd,
    stderr: 'ignore',
  })
  return { client, begin: () => client.connect(transport) }
}

test('an AI client starts the command and reads the person of its token, until that is revoked', async () => {
  const made = JSON.parse((await tellus('mcp', 'token', 'add', '--reference-id', 'ada', '--json')).out)
  const { client, begin } = await start(made.token)
  await begin()
  await using ai = callsOf(client)
  assert.equal((await client.listTools()).tools.length, 7)
  const { items } = await ai.days('get_daily_summary', { first_day: '2026-07-01', last_day: '2026-07-01' })
  assert.deepEqual(items, [{ day: '2026-07-01', steps: 9000, distance_meters: 6750, sources: ['OURA'] }])
  assert.match((await tellus('mcp', 'token')).out, new RegExp(`${made.id} +the person ada +.+ it is revoked`))
  assert.equal((await tellus('mcp', 'token', 'revoke', made.id)).out, `${made.id} is revoked.\n`)
  await assert.rejects(ai.tool('list_sources'), /does not know this MCP token: it was revoked/)
  assert.equal((await tellus('mcp', 'token')).out, 'There are no tokens: tellus mcp token add --reference-id ID.\n')
})

test('a client is told in a sentence where no server answers', async () => {
  const { begin } = await start('mcp_x', 'http://127.0.0.1:2')
  await assert.rejects(begin(), /127\.0\.0\.1:2/)
})

test('the verbs say what they need', async () => {
  assert.deepEqual(await tellus('mcp'), {
    code: 2,
    out: '',
    err: 'tellus: there is no token: give --token, or TELLUS_MCP_TOKEN. tellus mcp token add makes one.\n',
  })
  assert.match((await tellus('mcp', 'token', 'add')).err, /say whom it reads: either --reference-id or --user-id/)
  assert.match((await tellus('mcp', 'token', 'add', '--reference-id', 'nobody')).err, /no user has the reference_id/)
})

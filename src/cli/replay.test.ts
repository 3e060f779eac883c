import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { runCommand } from '../testing/command.ts'

const cwd = mkdtempSync(join(tmpdir(), 'tellus-cli-'))
after(() => rmSync(cwd, { recursive: true }))

const userId = '3f1c6f0e-0000-4000-8000-000000000001'
const replay = {
  id: 'rpl_1',
  status: 'completed',
  dry_run: false,
  done: 12,
  total: 12,
  users: 3,
  types: [
    {
      type: 'sleep',
      checked: 30,
      changed: 2,
      added: 1,
      unmade: 0,
      examples: [
        { user_id: userId, raw_id: 'raw_1', day: '2026-07-01', is_new: false, paths: ['metadata.is_nap'] },
        { user_id: userId, raw_id: 'raw_2', day: '2026-07-02', is_new: true, paths: [] },
      ],
    },
  ],
  refused: 2,
  refusals: [{ raw_id: 'raw_9', why: 'sleep of Oura is not understood at data.0.id' }],
  error: null,
}

/** Runs a command line against a server that answers every call with that replay; gives what it was asked, too. */
async function tellus(words: string[], answer: object) {
  const asked: { call: string; body: string }[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    asked.push({ call: `${request.method} ${request.url?.replace('/admin/api', '')}`, body })
    response.writeHead(200, { 'terra-reference': 'ref' }).end(JSON.stringify(answer))
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  const environment = { TELLUS_PUBLIC_URL: url, TELLUS_DEV_ID: 'dev', TELLUS_API_KEY: 'key' }
  const ran = await runCommand({ environment, cwd }, words)
  server.closeAllConnections()
  await new Promise((closed) => server.close(closed))
  return { ...ran, asked }
}

test('replay asks for what the filter says, follows it and tells what changed where', async () => {
  const words = ['replay', '--provider', 'OURA', '--type', 'sleep', '--user', userId, '--since', '2026-07-01']
  const { code, out, asked } = await tellus(words, replay)
  assert.deepEqual(
    asked.map(({ call }) => call),
    ['POST /replays', 'GET /replays/rpl_1'],
  )
  assert.deepEqual(JSON.parse(asked[0]?.body ?? ''), {
    provider: 'OURA',
    type: 'sleep',
    user_id: userId,
    since: '2026-07-01',
    dry_run: false,
  })
  assert.equal(
    out,
    [
      'rpl_1 is done, 12 of 12 answers and files of 3 users: 3 records were stored and are on their way.',
      'TYPE   CHECKED  CHANGED  NEW  NOT MADE ANY MORE',
      'sleep       30        2    1                  0',
      `sleep of 2026-07-01, user ${userId}: metadata.is_nap`,
      `sleep of 2026-07-02, user ${userId}: new`,
      'raw_9 changes nothing: sleep of Oura is not understood at data.0.id',
      'So do 1 more.',
      '',
    ].join('\n'),
  )
  assert.equal(code, 0)
})

test('a dry run says that nothing was changed, and one that failed is a failure', async () => {
  const dry = await tellus(['replay', '--dry-run'], { ...replay, dry_run: true })
  assert.match(dry.out, /3 records would be stored and sent\.\n.*WOULD CHANGE/)
  assert.equal(JSON.parse(dry.asked[0]?.body ?? '').dry_run, true)
  const failed = await tellus(['replay'], { ...replay, status: 'failed', error: 'The disk is full.' })
  assert.match(failed.out, /^rpl_1 failed after 12 of 12 answers and files of 3 users: The disk is full\.\n/)
  assert.equal(failed.code, 1)
})

test('one that runs is followed or stopped by its id, which takes no filter', async () => {
  const stopped = await tellus(['replay', 'rpl_1', '--cancel', '--json'], { ...replay, status: 'cancelled' })
  assert.deepEqual(
    stopped.asked.map(({ call }) => call),
    ['POST /replays/rpl_1/cancel'],
  )
  assert.equal(JSON.parse(stopped.out).status, 'cancelled')
  const followed = await tellus(['replay', 'rpl_1'], replay)
  assert.deepEqual(
    followed.asked.map(({ call }) => call),
    ['GET /replays/rpl_1'],
  )
  for (const [words, sentence] of [
    [['replay', 'rpl_1', '--type', 'sleep'], /leave out the filter/],
    [['replay', '--cancel'], /--cancel needs a REPLAY/],
  ] as const) {
    const { code, err } = await tellus([...words], replay)
    assert.match(err, sentence)
    assert.equal(code, 2)
  }
})

import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { leftOutLine } from '../export/read-me.ts'
import { runCommand } from '../testing/command.ts'
import { zipOf } from '../testing/import-run.ts'

const home = mkdtempSync(join(tmpdir(), 'tellus-export-'))
after(() => rmSync(home, { recursive: true }))

const userId = '3f1c6f0e-0000-4000-8000-000000000001'

/** Runs a command line in a folder of its own, against a server that answers so; gives what it was asked, too. */
async function tellus(words: string[], answer: RequestListener) {
  const cwd = mkdtempSync(join(home, 'run-'))
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url?.replace('/admin/api', '')} ${request.headers['x-api-key']}`)
    answer(request, response)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  const environment = { TELLUS_PUBLIC_URL: url, TELLUS_DEV_ID: 'dev', TELLUS_API_KEY: 'key' }
  const ran = await runCommand({ environment, cwd }, words)
  server.closeAllConnections()
  await new Promise((closed) => server.close(closed))
  return { ...ran, asked, cwd, url, files: readdirSync(cwd) }
}

const download =
  (bytes: Buffer | string): RequestListener =>
  (_, response) =>
    response
      .writeHead(200, {
        'terra-reference': 'ref',
        'content-type': 'application/zip',
        'content-disposition': 'attachment; filename="tellus-apple-json-2026-07-10.zip"',
      })
      .end(bytes)

const zip = await zipOf({ 'daily.ndjson': '{}\n', 'README.txt': 'Exported by Tellus.\n' })

test('export asks for everything as JSON, and writes it under the name that the server gives, for its owner alone', async () => {
  const { code, out, err, asked, cwd, files } = await tellus(['export', userId], download(zip))
  assert.deepEqual(asked, [`GET /users/${userId}/export?format=json key`])
  assert.deepEqual(files, ['tellus-apple-json-2026-07-10.zip'])
  const file = join(cwd, files[0] ?? '')
  assert.deepEqual(readFileSync(file), zip)
  assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.equal(out, `Wrote ${file} (${zip.length} B).\n`)
  assert.deepEqual([code, err], [0, ''])
})

test('types and days are passed on; the last day is in it, which the server is told as the day after', async () => {
  const words = [
    'export',
    userId,
    '--format',
    'csv',
    '--type',
    'daily,sleep',
    '--from',
    '2026-01-01',
    '--to',
    '2026-02-28',
  ]
  const { asked, files } = await tellus([...words, '--out', 'mine.zip'], download(zip))
  assert.deepEqual(asked, [
    `GET /users/${userId}/export?format=csv&type=daily%2Csleep&start_date=2026-01-01&end_date=2026-03-01 key`,
  ])
  assert.deepEqual(files, ['mine.zip'])
})

test('what was left out is said, the first ten by name', async () => {
  const lines = Array.from({ length: 12 }, (_, at) => `ride ${at}: it has no positions`)
  const bytes = await zipOf({
    'a.gpx': '<gpx/>',
    'README.txt': ['Exported.', '', leftOutLine, ...lines, ''].join('\n'),
  })
  const { out } = await tellus(['export', userId, '--format', 'gpx', '--out', 'g.zip'], download(bytes))
  const [, first, ...more] = out.split('\n')
  assert.equal(first, 'Left out ride 0: it has no positions')
  assert.deepEqual(more.slice(-3), [
    'Left out ride 9: it has no positions',
    'Left out 2 more, all of which README.txt in it names.',
    '',
  ])
  const json = await tellus(['export', userId, '--format', 'gpx', '--out', 'g.zip', '--json'], download(bytes))
  const file = join(json.cwd, 'g.zip')
  assert.deepEqual(JSON.parse(json.out), { file, bytes: bytes.length, left_out: lines })
})

test('a bundle of FHIR is no zip', async () => {
  const { code, out, files } = await tellus(
    ['export', userId, '--format', 'fhir', '--out', 'b.json'],
    download('{"entry":[]}'),
  )
  assert.match(out, /^Wrote .*b\.json \(12 B\)\.\n$/)
  assert.deepEqual([code, files], [0, ['b.json']])
})

test('a file that exists is not written over, and one without a folder is refused', async () => {
  const taken = await tellus(['export', userId, '--out', '.'], download(zip))
  assert.match(taken.err, /exists already: name another file with --out\.\n$/)
  const nowhere = await tellus(['export', userId, '--out', 'no/where.zip'], download(zip))
  assert.match(nowhere.err, /no\/where\.zip cannot be written: its folder does not exist/)
  assert.deepEqual([taken.code, nowhere.code, taken.files, nowhere.files], [1, 1, [], []])
})

test('an export that breaks off leaves no file, and says what to look at', async () => {
  const { code, err, files } = await tellus(['export', userId], (_, response) => {
    response.writeHead(200, { 'terra-reference': 'ref', 'content-disposition': 'attachment; filename="x.zip"' })
    response.write('half of it', () => response.destroy())
  })
  assert.match(
    err,
    /^tellus: http:.* broke off while .*x\.zip was written: its log says why\. Nothing of it is kept\.\n$/,
  )
  assert.deepEqual([code, files], [1, []])
})

test('a refusal is told in the words of the server, and a stranger is known as one', async () => {
  const refused = await tellus(['export', userId], (_, response) =>
    response.writeHead(404, { 'terra-reference': 'ref' }).end(JSON.stringify({ detail: `there is no user ${userId}` })),
  )
  assert.equal(refused.err, `tellus: there is no user ${userId}\n`)
  const stranger = await tellus(['export', userId], (_, response) => response.writeHead(200).end('<html>'))
  assert.match(stranger.err, /did not answer GET \/users\/.*\/export as Tellus does: is that its address\?\n$/)
  assert.deepEqual([refused.code, stranger.code], [1, 1])
})

test('a command line that makes no sense asks nothing', async () => {
  for (const [words, sentence] of [
    [['export'], /^tellus: USER-ID is missing/],
    [['export', userId, '--format', 'xls'], /cannot be "xls"|Allowed choices/],
    [['export', userId, '--type', 'steps'], /There is no type steps/],
    [['export', userId, '--from', '2026-02-30'], /It must be a day such as 2026-07-01|it must be a day/i],
  ] as const) {
    const { code, err, asked } = await tellus([...words], download(zip))
    assert.match(err, sentence)
    assert.deepEqual([code, asked], [2, []], words.join(' '))
  }
})

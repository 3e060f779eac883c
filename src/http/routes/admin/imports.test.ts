import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { newId, publicId } from '../../../lib/ids.ts'
import { testServer } from '../../../testing/server.ts'

const dataDir = await mkdtemp(join(tmpdir(), 'tellus-imports-'))
const at = await testServer({ TELLUS_DATA_DIR: dataDir })
after(async () => {
  await at[Symbol.asyncDispose]()
  await rm(dataDir, { recursive: true })
})

const gpx = `<?xml version="1.0"?><gpx version="1.1" creator="test" xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>
<trkpt lat="59.91" lon="10.75"><time>2026-07-01T07:00:00Z</time></trkpt>
<trkpt lat="59.92" lon="10.76"><time>2026-07-01T07:10:00Z</time></trkpt></trkseg></trk></gpx>`

test('takes a file as the raw body, of whatever content type, and shows what became of it', async () => {
  const headers = {
    'content-type': 'application/gpx+xml',
    'content-disposition': `attachment; filename*=UTF-8''l%C3%B8p.gpx`,
  }
  const taken = await at.call('POST', '/admin/api/imports?reference_id=ada', { body: gpx, headers })
  assert.equal(taken.statusCode, 202, taken.body)
  const { import_id, user_id } = taken.json()
  assert.match(import_id, /^imp_/)
  const shown = (await at.call('GET', `/admin/api/imports/${import_id}`)).json()
  assert.deepEqual(
    [shown.import_id, shown.user_id, shown.kind, shown.filename, shown.status, shown.bytes_total],
    [import_id, user_id, 'gpx', 'løp.gpx', 'queued', Buffer.byteLength(gpx)],
  )
  assert.equal((await at.call('GET', `/v2/userInfo?user_id=${user_id}`)).json().user.reference_id, 'ada')

  const named = await at.call('POST', `/admin/api/imports?user_id=${user_id}&kind=gpx&filename=run.gpx`, { body: gpx })
  assert.equal(named.json().user_id, user_id)
  const page = (await at.call('GET', '/admin/api/imports?limit=1')).json()
  assert.deepEqual([page.items[0].filename, page.next_cursor], ['run.gpx', named.json().import_id])
  const rest = (await at.call('GET', `/admin/api/imports?cursor=${page.next_cursor}`)).json()
  assert.deepEqual([rest.items[0].import_id, rest.next_cursor], [import_id, null])

  const cancelled = await at.call('POST', `/admin/api/imports/${import_id}/cancel`)
  assert.equal(cancelled.json().status, 'cancelled')
  for (const method of ['GET', 'POST'] as const) {
    const path = `/admin/api/imports/${import_id}${method === 'POST' ? '/cancel' : ''}`
    assert.equal((await at.call(method, path, { as: 'other' })).statusCode, 404)
  }
})

test('says what is wrong with an upload', async () => {
  const sentence = async (
    query: string,
    options: { body?: string; headers?: Record<string, string> } = { body: gpx },
  ) => {
    const answer = await at.call('POST', `/admin/api/imports?${query}`, options)
    return [answer.statusCode, answer.json().detail]
  }
  assert.equal((await sentence('kind=zip'))[0], 400)
  assert.deepEqual(await sentence('provider=NOBODY'), [400, 'invalid provider: there is no such provider'])
  assert.deepEqual(await sentence('user_id=40f7b0e1-89e2-43ac-a5b8-1e29c8d47cad'), [404, 'user not found'])
  const encoded = { body: gpx, headers: { 'content-encoding': 'gzip' } }
  assert.deepEqual(await sentence('reference_id=a', encoded), [415, 'the file is gzip-encoded: send it as it is'])
  assert.equal((await sentence('reference_id=a', { body: 'nothing known' }))[0], 422)
  assert.equal((await sentence('reference_id=a', {}))[0], 400)
  const unknown = publicId('import', newId())
  assert.equal((await at.call('GET', `/admin/api/imports/${unknown}`)).json().detail, `there is no import ${unknown}`)
  assert.equal((await at.call('GET', '/admin/api/imports?cursor=x')).statusCode, 400)
})

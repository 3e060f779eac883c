import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { openReceiver, type Received } from '../src/testing/receiver.ts'
import {
  allDelivered,
  dataFolder,
  eventually,
  importEnd,
  type RunningTellus,
  startTellus,
  upload,
} from '../src/testing/tellus.ts'

/** A ride of an hour on a day of July that begins some seconds after seven. */
function track(day: number, seconds: number): string {
  const points = Array.from({ length: 60 }, (_, minute) => {
    const at = new Date(Date.UTC(2026, 6, day, 7, minute, seconds)).toISOString()
    return `<trkpt lat="${47 + minute / 1000}" lon="8.5"><ele>400</ele><time>${at}</time></trkpt>`
  })
  return `<?xml version="1.0"?><gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1"><trk><type>cycling</type><trkseg>${points.join('')}</trkseg></trk></gpx>`
}

interface Body {
  type: string
  user: { provider: string }
  made_of?: { provider: string }[][]
}
const rides = (received: readonly Received[]): Body[] =>
  received
    .map(({ body }): Body => JSON.parse(body.toString('utf8')))
    .filter(
      ({ type, made_of: madeOf }) => type === 'activity' && (madeOf ?? [[null]]).some((parts) => parts.length > 0),
    )

const isOfBoth = ({ made_of: madeOf = [] }: Body): boolean => madeOf.some((parts) => parts.length === 2)

test('kill -9 between what two accounts brought and its merged event: the event comes after the next start', async () => {
  using folder = dataFolder()
  const data = join(folder.path, 'data')
  await using all = await openReceiver()
  await using merged = await openReceiver()
  let tellus: RunningTellus = await startTellus(data)
  await using cleanUp = new AsyncDisposableStack()
  cleanUp.defer(async () => {
    await tellus.end('SIGKILL')
  })
  await tellus.call('POST', '/admin/api/destinations', { kind: 'webhook', url: all.url })
  const made = await tellus.call<{ view: string }>('POST', '/admin/api/destinations', {
    kind: 'webhook',
    url: merged.url,
    view: 'merged',
  })
  assert.equal(made.body.view, 'merged')
  // However slow the machine, the second of two records of the ride says something new.
  await tellus.call('POST', '/admin/api/person/priority', { providers: ['GARMIN'] })
  const bring = async (provider: string, day: number, seconds: number) => {
    const path = join(folder.path, `${provider}-${day}.gpx`)
    writeFileSync(path, track(day, seconds))
    const { import_id } = await upload(tellus, path, `&reference_id=alex&provider=${provider}`)
    const ended = await importEnd(tellus, import_id)
    assert.equal(ended.status, 'completed', ended.error ?? '')
  }
  // Each tells of a day of its own first, so that both accounts are there before the ride.
  await bring('WAHOO', 1, 0)
  await bring('GARMIN', 3, 0)
  await bring('WAHOO', 9, 0)
  await bring('GARMIN', 9, 20)
  await tellus.end('SIGKILL')
  tellus = await startTellus(data)
  await eventually('the merged ride', () => rides(merged.received).some(isOfBoth), 60_000)
  await allDelivered(tellus)
  assert.deepEqual(
    [...new Set(rides(all.received).map(({ user }) => user.provider))].toSorted(),
    ['GARMIN', 'WAHOO'],
    'each account’s own goes where all is wanted',
  )
  assert.ok(rides(all.received).every(({ made_of: madeOf }) => madeOf === undefined))
  assert.ok(
    rides(merged.received).some(({ made_of: madeOf }) => madeOf === undefined),
    'while there was one account',
  )
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fitFile, message } from '../../testing/fit-writer.ts'
import { type ImportOptions, importActivities, importActivity, runImport, zipOf } from '../../testing/import-run.ts'
import { importSuite } from '../../testing/import-suite.ts'
import { fit } from '../fit/importer.ts'
import { tcx } from '../tcx/importer.ts'
import { gpx } from './importer.ts'
import { gpxActivityType } from './sports.ts'

/** 0.001° of latitude is 111.195 m. */
const point = (lat: number, time: string, inner = ''): string =>
  `<trkpt lat="${lat}" lon="8.5"><ele>400</ele>${time === '' ? '' : `<time>2026-05-03T${time}Z</time>`}${inner}</trkpt>`

const extensions = `<extensions><power>210</power><gpxtpx:TrackPointExtension><gpxtpx:atemp>20</gpxtpx:atemp><gpxtpx:hr>121</gpxtpx:hr><gpxtpx:cad>81</gpxtpx:cad><gpxtpx:speed>3.5</gpxtpx:speed></gpxtpx:TrackPointExtension></extensions>`

const track = (inner: string, head = '<name>Lake</name><type>running</type>'): string => `<trk>${head}${inner}</trk>`
const document = (inner: string, creator = 'Garmin Connect'): string =>
  `<?xml version="1.0" encoding="UTF-8"?><gpx version="1.1" creator="${creator}" xmlns="http://www.topografix.com/GPX/1/1" xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v1"><metadata><time>2026-05-03T05:59:00Z</time><name>no</name></metadata>${inner}</gpx>`

/** Moves for 60 s, is off for 40 s while it moves on 0.01°, moves 30 s and stands 20 s. */
const run = document(
  track(
    `<trkseg>${point(47, '06:00:00')}${point(47.001, '06:00:30', extensions)}${point(47.002, '06:01:00')}</trkseg>
     <trkseg>${point(47.012, '06:01:40')}${point(47.013, '06:02:10')}${point(47.013, '06:02:30')}</trkseg>`,
  ),
)

const many = document(
  Array.from({ length: 12 }, (_, hour) => {
    const time = (minute: string) => `${String(hour).padStart(2, '0')}:${minute}:00`
    return track(`<trkseg>${point(47, time('00'))}${point(47.01, time('05'))}</trkseg>`, '<type>9</type>')
  }).join(''),
)

importSuite({
  importer: gpx,
  files: async () => [
    { name: 'run.gpx', bytes: Buffer.from(run), expect: { activity: 1 } },
    { name: 'many.gpx', bytes: Buffer.from(many), expect: { activity: 12 } },
    { name: 'both.zip', bytes: await zipOf({ 'a.gpx': Buffer.from(run) }), expect: { activity: 1 } },
  ],
})

const activities = (xml: string) => importActivities(gpx, 'test.gpx', Buffer.from(xml))
const activity = (xml: string, options?: ImportOptions) => importActivity(gpx, 'test.gpx', Buffer.from(xml), options)

const near = (value: number | null | undefined, expected: number) =>
  assert.ok(Math.abs((value ?? Number.NaN) - expected) < 0.001, `${value} is not ${expected}`)

test('reads a track: its time, what it moved, and nothing a GPX cannot know', async () => {
  const { activity: a, warnings } = await activity(run, { fallbackZone: 'Europe/Zurich' })
  assert.deepEqual(warnings, [])
  assert.equal(a.metadata.start_time, '2026-05-03T08:00:00.000000+02:00')
  assert.equal(a.metadata.end_time, '2026-05-03T08:02:30.000000+02:00')
  assert.equal(a.metadata.name, 'Lake')
  assert.equal(a.metadata.type, 8)
  assert.equal(a.metadata.upload_type, 6)
  // Three steps of 0.001°; what lies between the segments was not recorded.
  near(a.distance_data?.summary?.distance_meters, 333.585)
  assert.deepEqual(a.active_durations_data, { activity_seconds: 90, rest_seconds: 60 })
  near(a.movement_data?.avg_speed_meters_per_second, 333.585 / 90)
  assert.equal(a.calories_data?.total_burned_calories, null)
  assert.equal(a.device_data?.name, 'Garmin Connect')
})

test('reads heart rate, one-leg cadence, power and speed of the extensions', async () => {
  const { activity: a } = await activity(run)
  assert.deepEqual(a.heart_rate_data?.detailed?.hr_samples, [
    { timestamp: '2026-05-03T06:00:30.000000+00:00', timer_duration_seconds: 30, bpm: 121 },
  ])
  assert.equal(a.movement_data?.cadence_samples?.[0]?.cadence_rpm, 162)
  assert.equal(a.movement_data?.speed_samples?.[0]?.speed_meters_per_second, 3.5)
  assert.equal(a.power_data?.power_samples?.[0]?.watts, 210)
})

test('does not double a cadence that already counts both legs, nor that of a ride', async () => {
  const cadence = async (xml: string) => (await activity(xml)).activity.movement_data?.cadence_samples?.[0]?.cadence_rpm
  assert.equal(await cadence(run.replace('<gpxtpx:cad>81', '<gpxtpx:cad>165')), 165)
  assert.equal(await cadence(run.replace('<type>running', '<type>Ride')), 81)
})

test('stops the timer between segments', async () => {
  const { activity: a } = await activity(run)
  assert.deepEqual(
    a.position_data?.position_samples?.map((sample) => sample.timer_duration_seconds),
    [0, 30, 60, 60, 90, 110],
  )
})

test('drops a jump of the receiver from the distance', async () => {
  const xml = document(
    track(`<trkseg>${point(47, '06:00:00')}${point(48, '06:00:10')}${point(48.001, '06:00:40')}</trkseg>`),
  )
  near((await activity(xml)).activity.distance_data?.summary?.distance_meters, 111.195)
})

test('reads GPX 1.0 with the speed on the point', async () => {
  const xml = `<gpx version="1.0" creator="x">${track(`<trkseg>${point(47, '06:00:00', '<speed>2.5</speed>')}${point(47.001, '06:00:30')}</trkseg>`)}</gpx>`
  assert.equal((await activity(xml)).activity.movement_data?.speed_samples?.[0]?.speed_meters_per_second, 2.5)
})

test('gives tracks of one minute keys of their own', async () => {
  const part = (from: string, to: string) => track(`<trkseg>${point(47, from)}${point(47.001, to)}</trkseg>`)
  const { list } = await activities(document(part('06:00:00', '06:00:10') + part('06:00:12', '06:00:20')))
  assert.equal(new Set(list.map((a) => a.metadata.summary_id)).size, 2)
})

test('refuses what has no times and says how to mend it', async () => {
  await assert.rejects(
    activities(document(track(`<trkseg>${point(47, '')}${point(47.001, '')}</trkseg>`))),
    /test\.gpx has no times in its points, so nobody can tell when it was: export the recording with times/,
  )
})

test('leaves out single points without a time, and says so', async () => {
  const xml = document(
    track(`<trkseg>${point(47, '06:00:00')}${point(47.0005, '')}${point(47.001, '06:00:30')}</trkseg>`),
  )
  const { activity: a, warnings } = await activity(xml)
  assert.equal(a.position_data?.position_samples?.length, 2)
  assert.deepEqual(warnings, ['test.gpx has points without a time (1): they were left out.'])
})

test('refuses routes, waypoints and empty files', async () => {
  const refused = (inner: string, pattern: RegExp) => assert.rejects(activities(document(inner)), pattern)
  await refused('<rte><rtept lat="1" lon="1"/></rte>', /holds a planned route or waypoints, not a recording/)
  await refused('<wpt lat="1" lon="1"/>', /holds a planned route or waypoints, not a recording/)
  await refused('', /is a GPX file without a recorded track/)
})

test('knows the sport names of the common exporters', () => {
  const type = (written: string) => gpxActivityType(written).type
  assert.deepEqual(['1', '4', '9', '10'].map(type), [1, 35, 8, 7])
  assert.deepEqual(
    ['Ride', 'Run', 'trail_running', 'TrailRun', 'Trail Run', 'hiking'].map(type),
    [1, 8, 149, 149, 149, 35],
  )
  assert.deepEqual(gpxActivityType('constructor'), { type: 108, known: false })
})

test('keeps the name of an unknown sport, and says so', async () => {
  const { activity: a, warnings } = await activity(run.replace('<name>Lake</name><type>running', '<type>Quidditch'))
  assert.equal(a.metadata.name, 'Quidditch')
  assert.match(warnings.join(), /names the sport "Quidditch"/)
})

test('gives one and the same ride in FIT, TCX and GPX one key, and the richer format the later date', async () => {
  const ride = document(
    track(`<trkseg>${point(47, '06:00:02')}${point(47.01, '06:10:00')}</trkseg>`, '<type>cycling</type>'),
  )
  const lap = '<Lap StartTime="2026-05-03T06:00:00Z"><TotalTimeSeconds>600</TotalTimeSeconds></Lap>'
  const training = `<TrainingCenterDatabase><Activities><Activity Sport="Biking"><Id>2026-05-03T06:00:00Z</Id>${lap}</Activity></Activities></TrainingCenterDatabase>`
  const session = { start_time: '2026-05-03T06:00:00Z', sport: 2, sub_sport: 7, total_elapsed_time: 600 }
  const only = async (run: ReturnType<typeof runImport>) => {
    const [first] = (await run).records
    assert.ok(first?.type === 'activity' && first.observedAtMs !== undefined)
    return { key: first.record.metadata.summary_id, knownMs: first.observedAtMs }
  }
  const inGpx = await only(runImport(gpx, 'a.gpx', Buffer.from(ride)))
  const inTcx = await only(runImport(tcx, 'a.tcx', Buffer.from(training)))
  const inFit = await only(runImport(fit, 'a.fit', fitFile([message('session', session)])))
  assert.equal(new Set([inGpx.key, inTcx.key, inFit.key]).size, 1)
  // The GPX ends ten seconds after the others.
  assert.ok(inFit.knownMs > inTcx.knownMs && inTcx.knownMs > inGpx.knownMs)
})

test('lets the whole ride win over the same one broken off, also when that is a FIT', async () => {
  const part = fitFile([
    message('session', { start_time: '2026-05-03T06:00:00Z', sport: 2, sub_sport: 7, total_elapsed_time: 120 }),
  ])
  const [cut] = (await runImport(fit, 'a.fit', part)).records
  const whole = document(track(`<trkseg>${point(47, '06:00:00')}${point(47.01, '06:10:00')}</trkseg>`))
  const [gone] = (await runImport(gpx, 'a.gpx', Buffer.from(whole))).records
  assert.ok((gone?.observedAtMs ?? 0) > (cut?.observedAtMs ?? 0))
})

test('leaves out points that the Health app was not sure of, and its mark for an unknown speed', async () => {
  const known = (accuracy: number, speed: number) =>
    `<extensions><speed>${speed}</speed><hAcc>${accuracy}</hAcc></extensions>`
  const xml = document(
    track(
      `<trkseg>${point(47, '06:00:00', known(4, -1))}${point(48, '06:00:10', known(80, 3))}${point(48, '06:00:20', known(-1, 3))}${point(47.001, '06:00:30', known(50, 2))}</trkseg>`,
    ),
  )
  const { activity: a } = await activity(xml)
  near(a.distance_data?.summary?.distance_meters, 111.195)
  assert.equal(a.position_data?.position_samples?.length, 2)
  assert.deepEqual(
    a.movement_data?.speed_samples?.map((sample) => sample.speed_meters_per_second),
    [2],
  )
})

test('reads a zip that mixes the formats, whichever of them was asked for', async () => {
  const zip = await zipOf({
    'a.gpx': Buffer.from(run),
    'b.fit': fitFile([message('session', { start_time: '2026-05-04T06:00:00Z', sport: 2, total_elapsed_time: 60 })]),
    'route.gpx': Buffer.from(document('<rte/>')),
  })
  const { records, warnings } = await runImport(tcx, 'export.zip', zip)
  assert.equal(records.length, 2)
  assert.deepEqual(warnings, [
    'route.gpx holds a planned route or waypoints, not a recording: bring the recorded track.',
  ])
})

test('says once what many files of a zip have in common, and names them', async () => {
  const route = Buffer.from(document('<rte/>'))
  const names = ['1', '2', '3', '4', '5', '6', '7', '8'].map((number) => `route-${number}.gpx`)
  const zip = await zipOf({ 'a.gpx': Buffer.from(run), ...Object.fromEntries(names.map((name) => [name, route])) })
  assert.deepEqual((await runImport(gpx, 'export.zip', zip)).warnings, [
    'route-1.gpx holds a planned route or waypoints, not a recording: bring the recorded track. The same holds for route-2.gpx, route-3.gpx, route-4.gpx, route-5.gpx, route-6.gpx and 2 more.',
  ])
})

test('does not let the GPX of a ride follow its FIT in a zip', async () => {
  const ride = fitFile([message('session', { start_time: '2026-05-03T06:00:00Z', sport: 1, total_elapsed_time: 60 })])
  const uploads = async (zip: Uint8Array) => (await runImport(fit, 'export.zip', zip)).records.length
  assert.equal(await uploads(await zipOf({ 'a.fit': ride, 'b.gpx': Buffer.from(run) })), 1)
  // The other way round the FIT comes last and so wins.
  assert.equal(await uploads(await zipOf({ 'a.gpx': Buffer.from(run), 'b.fit': ride })), 2)
})

test('refuses a file of another kind than the one asked for', async () => {
  await assert.rejects(
    runImport(fit, 'ride.gpx', Buffer.from(run)),
    /^TellusError: You asked for kind=fit, but the file is a GPX/,
  )
})

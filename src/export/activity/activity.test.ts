import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fit } from '../../import/fit/importer.ts'
import { gpx } from '../../import/gpx/importer.ts'
import { gpxActivityType } from '../../import/gpx/sports.ts'
import { onFoot as countsOneLeg } from '../../import/recording/recording.ts'
import { ActivityType, enumValues } from '../../schema/enums.ts'
import type { Activity } from '../../schema/records.ts'
import { exampleRun, fitActivity } from '../../testing/fit-example.ts'
import { importActivity } from '../../testing/import-run.ts'
import { fitBytes } from './fit.ts'
import { gpxPieces } from './gpx.ts'
import { onFoot, sportWord } from './sports.ts'
import { pausesOf, pointsOf } from './track.ts'

const gpxText = (activity: Activity): string => [...gpxPieces(activity)].join('')
const again = async (activity: Activity) => (await importActivity(fit, 'again.fit', fitBytes(activity))).activity
const fromGpx = async (xml: string) =>
  (await importActivity(gpx, 'a.gpx', Buffer.from(xml), { fallbackZone: 'Europe/Oslo' })).activity

const example = async () => (await fitActivity(exampleRun)).activity

const near = (found: number | null | undefined, expected: number | null | undefined, within: number, what: string) =>
  assert.ok(
    Math.abs((found ?? Number.NaN) - (expected ?? Number.NaN)) <= within,
    `${what}: ${found} is not ${expected}`,
  )

test('a run written as FIT and brought in again has the same times, distances, samples and sums', async () => {
  const before = await example()
  const after = await again(before)
  assert.deepEqual(after.metadata, { ...before.metadata, upload_type: 6 })
  assert.deepEqual(after.active_durations_data, before.active_durations_data)
  assert.deepEqual(after.calories_data, before.calories_data)
  assert.deepEqual(after.distance_data, before.distance_data)
  assert.deepEqual(after.heart_rate_data, before.heart_rate_data)
  assert.deepEqual(after.movement_data, before.movement_data)
  assert.deepEqual(after.power_data, before.power_data)
  assert.deepEqual(after.work_data, before.work_data)
  assert.deepEqual(after.TSS_data, before.TSS_data)
  assert.deepEqual(after.lap_data, before.lap_data)
  assert.equal(after.position_data?.position_samples?.length, 7)
  for (const [index, sample] of (after.position_data?.position_samples ?? []).entries()) {
    const written = before.position_data?.position_samples?.[index]
    assert.deepEqual({ ...sample, coords_lat_lng_deg: null }, { ...written, coords_lat_lng_deg: null })
    // A semicircle is 8.4e-8 degrees, a centimetre.
    near(sample.coords_lat_lng_deg?.[0], written?.coords_lat_lng_deg?.[0], 1e-7, 'latitude')
    near(sample.coords_lat_lng_deg?.[1], written?.coords_lat_lng_deg?.[1], 1e-7, 'longitude')
  }
})

/** A ride of two segments, in the clock of Oslo: 60 s, 40 s of pause, 30 s. */
const ride = `<?xml version="1.0"?><gpx version="1.1" creator="Edge 530" xmlns="http://www.topografix.com/GPX/1/1" xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v1"><trk><name>Lake &amp; "wood" &lt;3</name><type>mountain_biking</type>
<trkseg><trkpt lat="59.9" lon="10.7"><ele>100.5</ele><time>2026-05-03T06:00:00Z</time><extensions><gpxtpx:TrackPointExtension><gpxtpx:hr>120</gpxtpx:hr><gpxtpx:cad>81</gpxtpx:cad></gpxtpx:TrackPointExtension></extensions></trkpt>
<trkpt lat="59.901" lon="10.7"><ele>101</ele><time>2026-05-03T06:01:00Z</time></trkpt></trkseg>
<trkseg><trkpt lat="59.902" lon="10.7"><ele>99</ele><time>2026-05-03T06:01:40Z</time></trkpt>
<trkpt lat="59.903" lon="-10.7"><ele>98</ele><time>2026-05-03T06:02:10Z</time><extensions><gpxtpx:TrackPointExtension><gpxtpx:hr>140</gpxtpx:hr></gpxtpx:TrackPointExtension></extensions></trkpt></trkseg></trk></gpx>`

test('a ride written as GPX and brought in again is the same', async () => {
  const before = await fromGpx(ride)
  const after = await fromGpx(gpxText(before))
  assert.deepEqual(
    { ...after, device_data: null, metadata: { ...after.metadata, upload_type: 0 } },
    { ...before, device_data: null, metadata: { ...before.metadata, upload_type: 0 } },
  )
  assert.equal(after.device_data?.name, 'Tellus')
})

test('a GPX says what a hand would write: segments at pauses, whole beats, one leg, and no signs that XML reads', async () => {
  assert.equal(
    gpxText(await fromGpx(ride))
      .split('\n')
      .slice(2)
      .join('\n'),
    `<metadata><time>2026-05-03T06:00:00Z</time></metadata>
<trk><name>Lake &amp; &quot;wood&quot; &lt;3</name><type>mountain_biking</type>
<trkseg>
<trkpt lat="59.9" lon="10.7"><ele>100.5</ele><time>2026-05-03T06:00:00Z</time><extensions><gpxtpx:TrackPointExtension><gpxtpx:hr>120</gpxtpx:hr><gpxtpx:cad>81</gpxtpx:cad></gpxtpx:TrackPointExtension></extensions></trkpt>
<trkpt lat="59.901" lon="10.7"><ele>101</ele><time>2026-05-03T06:01:00Z</time></trkpt>
</trkseg>
<trkseg>
<trkpt lat="59.902" lon="10.7"><ele>99</ele><time>2026-05-03T06:01:40Z</time></trkpt>
<trkpt lat="59.903" lon="-10.7"><ele>98</ele><time>2026-05-03T06:02:10Z</time><extensions><gpxtpx:TrackPointExtension><gpxtpx:hr>140</gpxtpx:hr></gpxtpx:TrackPointExtension></extensions></trkpt>
</trkseg>
</trk>
</gpx>
`,
  )
})

const clock = (seconds: number): string => `2026-05-03T08:00:${String(seconds).padStart(2, '0')}.000000+02:00`

const walk = (rest: Partial<Activity>): Activity => ({
  metadata: {
    start_time: clock(0),
    end_time: clock(50),
    summary_id: 'walk',
    type: ActivityType.WALKING,
    upload_type: 1,
    timestamp_localization: 1,
  },
  ...rest,
})

test('a reading between two positions stands at the nearer one, once, and far from any at none', () => {
  const text = gpxText(
    walk({
      position_data: {
        position_samples: [
          { timestamp: clock(0), coords_lat_lng_deg: [1, 2] },
          { timestamp: clock(10), coords_lat_lng_deg: [1.5, 1e-7] },
        ],
      },
      heart_rate_data: {
        detailed: {
          hr_samples: [
            { timestamp: clock(6), bpm: 100.4 },
            { timestamp: clock(7), bpm: 101 },
            { timestamp: clock(40), bpm: 102 },
          ],
        },
      },
      movement_data: { cadence_samples: [{ timestamp: clock(4), cadence_rpm: 110 }] },
    }),
  )
  assert.deepEqual(
    [...text.matchAll(/<trkpt.*/g)].map(([point]) => point),
    [
      '<trkpt lat="1" lon="2"><time>2026-05-03T06:00:00Z</time><extensions><gpxtpx:TrackPointExtension><gpxtpx:cad>55</gpxtpx:cad></gpxtpx:TrackPointExtension></extensions></trkpt>',
      '<trkpt lat="1.5" lon="0.0000001000"><time>2026-05-03T06:00:10Z</time><extensions><gpxtpx:TrackPointExtension><gpxtpx:hr>100</gpxtpx:hr></gpxtpx:TrackPointExtension></extensions></trkpt>',
    ],
  )
})

test('pauses are what the clock moved more than the timer; those that touch are one', () => {
  const at = (seconds: number, timer: number | null) => ({
    timestamp: clock(seconds),
    timer_duration_seconds: timer,
    bpm: 90,
  })
  const points = pointsOf(
    walk({
      heart_rate_data: {
        detailed: { hr_samples: [at(0, 0), at(10, 10), at(20, 10), at(25, 10.4), at(30, null), at(35, 20.4)] },
      },
    }),
  )
  const startMs = Date.parse('2026-05-03T06:00:00Z')
  assert.deepEqual(
    pausesOf(points).map(({ fromMs, toMs }) => [(fromMs - startMs) / 1000, Math.round((toMs - startMs) / 100) / 10]),
    [[10, 24.6]],
  )
})

test('what FIT cannot hold is left out, and an activity of nothing is a file that can be read', async () => {
  const odd = walk({
    heart_rate_data: {
      summary: { avg_hr_bpm: 255, max_hr_bpm: 249.6 },
      detailed: { hr_samples: [{ timestamp: clock(1), bpm: 300 }, { timestamp: clock(2), bpm: 99.6 }, { bpm: 80 }] },
    },
    power_data: { power_samples: [{ timestamp: clock(1), watts: -4 }] },
    distance_data: { detailed: { elevation_samples: [{ timestamp: clock(1), elev_meters: -501 }] } },
  })
  const after = await again(odd)
  assert.deepEqual(
    after.heart_rate_data?.detailed?.hr_samples?.map(({ timestamp, bpm }) => [timestamp, bpm]),
    [[clock(2), 100]],
  )
  assert.equal(after.heart_rate_data?.summary?.max_hr_bpm, 250)
  // The mean that does not fit is not in it, so the importer takes that of the samples.
  assert.equal(after.heart_rate_data?.summary?.avg_hr_bpm, 100)
  assert.deepEqual([after.power_data?.power_samples, after.distance_data?.detailed?.elevation_samples], [[], []])
  const bare = await again(walk({}))
  assert.deepEqual(
    [bare.metadata.start_time, bare.metadata.end_time, bare.metadata.name],
    [clock(0), clock(50), 'Walking'],
  )
  assert.equal(bare.active_durations_data?.activity_seconds, 50)
})

test('a long name with signs of several bytes is cut between signs', async () => {
  const { metadata } = await again(walk({ metadata: { ...walk({}).metadata, name: `x${'🚴'.repeat(40)}` } }))
  assert.equal(metadata.name, `x${'🚴'.repeat(24)}`)
})

test('every sport is read again as itself, but for those that FIT does not tell apart', async () => {
  const otherwise: Record<string, string> = {}
  for (const type of enumValues(ActivityType)) {
    const { metadata } = await again(walk({ metadata: { ...walk({}).metadata, type } }))
    if (metadata.type !== type) otherwise[sportWord(type)] = sportWord(metadata.type)
  }
  assert.deepEqual(otherwise, {
    in_vehicle: 'driving',
    still: 'other',
    unknown: 'other',
    tilting: 'other',
    aerobics: 'cardio_training',
    biathlon: 'cross_country_skiing',
    calisthenics: 'strength_training',
    fencing: 'other',
    australian_football: 'team_sports',
    gardening: 'other',
    gymnastics: 'strength_training',
    handball: 'team_sports',
    housework: 'other',
    kettlebell_training: 'strength_training',
    kickboxing: 'boxing',
    martial_arts: 'other',
    p90x_exercises: 'strength_training',
    polo: 'horseback_riding',
    jogging: 'running',
    running_on_sand: 'running',
    skateboarding: 'other',
    skating: 'inline_skating',
    cross_skating: 'inline_skating',
    indoor_rollerblading: 'inline_skating',
    skiing: 'downhill_skiing',
    kite_skiing: 'other',
    roller_skiing: 'cross_country_skiing',
    sledding: 'other',
    beach_volleyball: 'volleyball',
    indoor_volleyball: 'volleyball',
    nordic_walking: 'walking',
    water_polo: 'team_sports',
    weightlifting: 'strength_training',
    zumba: 'dancing',
    ergometer: 'cardio_training',
    indoor_skating: 'inline_skating',
    curling: 'other',
    crossfit: 'strength_training',
    interval_training: 'hiit',
    walking_with_stroller: 'walking',
    elevator: 'other',
    escalator: 'other',
    softball: 'baseball',
    orienteering: 'running',
    hot_air_ballooning: 'other',
    jet_skiing: 'power_boating',
    gaelic_football: 'team_sports',
    hurling: 'team_sports',
    physical_therapy: 'other',
  })
})

test('the importers halve and double the cadence of the same sports, and know the words of those that go places', () => {
  for (const type of enumValues(ActivityType)) assert.equal(onFoot(type), countsOneLeg(type), sportWord(type))
  const moving = [
    ActivityType.RUNNING,
    ActivityType.TRAIL_RUNNING,
    ActivityType.WALKING,
    ActivityType.HIKING,
    ActivityType.BIKING,
    ActivityType.ROAD_BIKING,
    ActivityType.MOUNTAIN_BIKING,
    ActivityType.GRAVEL_CYCLING,
    ActivityType.OPEN_WATER_SWIMMING,
    ActivityType.CROSS_COUNTRY_SKIING,
    ActivityType.ROWING,
    ActivityType.KAYAKING,
    ActivityType.SAILING,
    ActivityType.INLINE_SKATING,
  ]
  for (const type of moving) assert.deepEqual(gpxActivityType(sportWord(type)), { type, known: true })
})

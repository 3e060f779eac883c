import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ImportOptions, importActivities, importActivity } from '../../testing/import-run.ts'
import { importSuite } from '../../testing/import-suite.ts'
import { tcx } from './importer.ts'

const point = (time: string, inner = ''): string => `<Trackpoint><Time>${time}</Time>${inner}</Trackpoint>`
const place = (lat: number, lng: number): string =>
  `<Position><LatitudeDegrees>${lat}</LatitudeDegrees><LongitudeDegrees>${lng}</LongitudeDegrees></Position>`

const firstLap = `<Lap StartTime="2026-05-03T06:00:00Z">
  <TotalTimeSeconds>60</TotalTimeSeconds><DistanceMeters>200</DistanceMeters><MaximumSpeed>4</MaximumSpeed>
  <Calories>12</Calories><AverageHeartRateBpm><Value>120</Value></AverageHeartRateBpm>
  <MaximumHeartRateBpm><Value>130</Value></MaximumHeartRateBpm><Intensity>Active</Intensity>
  <TriggerMethod>Distance</TriggerMethod>
  <Track>${point('2026-05-03T06:00:00Z', `${place(47, 8.5)}<AltitudeMeters>400</AltitudeMeters><DistanceMeters>0</DistanceMeters><HeartRateBpm><Value>110</Value></HeartRateBpm>`)}
  ${point('2026-05-03T06:00:30Z', `${place(47.001, 8.5)}<AltitudeMeters>402</AltitudeMeters><DistanceMeters>100</DistanceMeters><HeartRateBpm><Value>120</Value></HeartRateBpm><Extensions><ns3:TPX><ns3:Speed>3.5</ns3:Speed><ns3:RunCadence>82</ns3:RunCadence><ns3:Watts>250</ns3:Watts></ns3:TPX></Extensions>`)}</Track>
  <Track>${point('2026-05-03T06:00:50Z', `${place(47.001, 8.5)}<DistanceMeters>100</DistanceMeters>`)}
  ${point('2026-05-03T06:01:20Z', `${place(47.002, 8.5)}<DistanceMeters>200</DistanceMeters><HeartRateBpm><Value>130</Value></HeartRateBpm>`)}</Track>
  <Extensions><ns3:LX><ns3:AvgSpeed>3.25</ns3:AvgSpeed><ns3:AvgRunCadence>80</ns3:AvgRunCadence><ns3:MaxRunCadence>90</ns3:MaxRunCadence><ns3:AvgWatts>240</ns3:AvgWatts><ns3:MaxWatts>300</ns3:MaxWatts><ns3:Steps>160</ns3:Steps></ns3:LX></Extensions>
</Lap>`

const secondLap = `<Lap StartTime="2026-05-03T06:01:20Z">
  <TotalTimeSeconds>30</TotalTimeSeconds><DistanceMeters>130</DistanceMeters><MaximumSpeed>5</MaximumSpeed>
  <Calories>8</Calories><AverageHeartRateBpm><Value>150</Value></AverageHeartRateBpm>
  <MaximumHeartRateBpm><Value>155</Value></MaximumHeartRateBpm><TriggerMethod>HeartRate</TriggerMethod>
  <Track>${point('2026-05-03T06:01:50Z', '<DistanceMeters>330</DistanceMeters>')}</Track>
</Lap>`

const activityXml = (sport: string, laps: string, id = '2026-05-03T06:00:00Z'): string =>
  `<Activity Sport="${sport}"><Id>${id}</Id>${laps}<Notes>Along the lake</Notes><Creator xsi:type="Device_t">
  <Name>Forerunner 945</Name><UnitId>3937453043</UnitId><ProductID>3113</ProductID>
  <Version><VersionMajor>5</VersionMajor><VersionMinor>30</VersionMinor></Version></Creator></Activity>`

const document = (inner: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2" xmlns:ns3="http://www.garmin.com/xmlschemas/ActivityExtension/v2" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${inner}</TrainingCenterDatabase>`

const run = document(`<Activities>${activityXml('Running', firstLap + secondLap)}</Activities>`)

const many = document(
  `<Activities>${Array.from({ length: 12 }, (_, hour) => {
    const time = `2026-05-03T${String(hour).padStart(2, '0')}:00:00Z`
    const lap = `<Lap StartTime="${time}"><TotalTimeSeconds>60</TotalTimeSeconds><Calories>1</Calories></Lap>`
    return activityXml('Biking', lap, time)
  }).join('')}</Activities>`,
)

importSuite({
  importer: tcx,
  files: () => [
    { name: 'run.tcx', bytes: Buffer.from(run), expect: { activity: 1 } },
    { name: 'many.tcx', bytes: Buffer.from(many), expect: { activity: 12 } },
  ],
})

const activities = (xml: string | Uint8Array) => importActivities(tcx, 'test.tcx', Buffer.from(xml))
const activity = (xml: string | Uint8Array, options?: ImportOptions) =>
  importActivity(tcx, 'test.tcx', Buffer.from(xml), options)

test('reads a run over two laps', async () => {
  const { activity: a, warnings } = await activity(run, { fallbackZone: 'Europe/Zurich' })
  assert.deepEqual(warnings, [])
  assert.equal(a.metadata.start_time, '2026-05-03T08:00:00.000000+02:00')
  assert.equal(a.metadata.end_time, '2026-05-03T08:01:50.000000+02:00')
  assert.equal(a.metadata.type, 8)
  assert.equal(a.metadata.upload_type, 1)
  assert.equal(a.metadata.name, 'Along the lake')
  assert.deepEqual(a.active_durations_data, { activity_seconds: 90, rest_seconds: 20 })
  assert.equal(a.distance_data?.summary?.distance_meters, 330)
  assert.equal(a.distance_data?.summary?.steps, 160)
  assert.equal(a.calories_data?.total_burned_calories, 20)
  assert.equal(a.calories_data?.BMR_calories, null)
  assert.equal(a.calories_data?.net_activity_calories, null)
  // (120 × 60 s + 150 × 30 s) / 90 s
  assert.equal(a.heart_rate_data?.summary?.avg_hr_bpm, 130)
  assert.equal(a.heart_rate_data?.summary?.max_hr_bpm, 155)
  assert.equal(a.heart_rate_data?.summary?.min_hr_bpm, 110)
  assert.equal(a.movement_data?.max_speed_meters_per_second, 5)
  assert.equal(a.movement_data?.avg_cadence_rpm, 160)
  assert.equal(a.movement_data?.max_cadence_rpm, 180)
  assert.equal(a.movement_data?.cadence_samples?.[0]?.cadence_rpm, 164)
  assert.equal(a.movement_data?.speed_samples?.[0]?.speed_meters_per_second, 3.5)
  assert.equal(a.power_data?.avg_watts, 240)
  assert.equal(a.power_data?.max_watts, 300)
  assert.equal(a.power_data?.power_samples?.[0]?.watts, 250)
  assert.deepEqual(a.device_data, {
    name: 'Forerunner 945',
    manufacturer: 'Garmin',
    serial_number: '3937453043',
    software_version: '5.30',
    other_devices: [],
  })
})

test('takes a new track in a lap for the end of a pause', async () => {
  const { activity: a } = await activity(run)
  assert.deepEqual(
    a.distance_data?.detailed?.distance_samples?.map((sample) => [
      sample.distance_meters,
      sample.timer_duration_seconds,
    ]),
    [
      [0, 0],
      [100, 30],
      [100, 30],
      [200, 60],
      [330, 90],
    ],
  )
})

test('reads laps with what ended them', async () => {
  const { lap_data: laps } = (await activity(run)).activity
  assert.deepEqual(
    laps?.laps?.map((lap) => [
      lap.trigger_method,
      lap.avg_speed_meters_per_second,
      lap.avg_watts,
      lap.end_time?.slice(14, 19),
    ]),
    [
      ['DISTANCE', 3.25, 240, '01:20'],
      ['UNSPECIFIED', 130 / 30, null, '01:50'],
    ],
  )
})

test('reads a multisport session as one activity per sport', async () => {
  const xml = document(
    `<Activities><MultiSportSession><Id>2026-05-03T06:00:00Z</Id><FirstSport>${activityXml('Running', firstLap)}</FirstSport><NextSport>${activityXml('Biking', secondLap, '2026-05-03T06:01:20Z')}</NextSport></MultiSportSession></Activities>`,
  )
  const { list } = await activities(xml)
  assert.deepEqual(
    list.map((a) => a.metadata.type),
    [8, 1],
  )
  assert.notEqual(list[0]?.metadata.summary_id, list[1]?.metadata.summary_id)
})

test('does not double the cadence of a ride and calls other sports Other', async () => {
  const lap = (sport: string) =>
    document(
      `<Activities>${activityXml(sport, `<Lap StartTime="2026-05-03T06:00:00Z"><TotalTimeSeconds>60</TotalTimeSeconds><Cadence>85</Cadence><Track>${point('2026-05-03T06:00:00Z', '<Cadence>85</Cadence>')}</Track></Lap>`)}</Activities>`,
    )
  const ride = (await activity(lap('Biking'))).activity
  assert.equal(ride.movement_data?.avg_cadence_rpm, 85)
  assert.equal(ride.movement_data?.cadence_samples?.[0]?.cadence_rpm, 85)
  const rowing = await activity(lap('Rowing'))
  assert.equal(rowing.activity.metadata.type, 108)
  assert.match(rowing.warnings.join(), /names the sport "Rowing", which Tellus does not know/)
})

test('takes times without a zone as UTC, says so, and follows a written offset', async () => {
  const naive = await activity(run.replaceAll('Z<', '<').replaceAll('Z"', '"'), { fallbackZone: 'Europe/Zurich' })
  assert.equal(naive.activity.metadata.start_time, '2026-05-03T08:00:00.000000+02:00')
  assert.match(naive.warnings.join(), /times without a zone \(8\): they were taken as UTC/)
  const offset = await activity(run.replaceAll('Z<', '-05:00<').replaceAll('Z"', '-05:00"'), {
    fallbackZone: 'Asia/Tokyo',
  })
  assert.equal(offset.activity.metadata.start_time, '2026-05-03T06:00:00.000000-05:00')
  assert.equal(offset.activity.metadata.timestamp_localization, 1)
})

test('reads a file with blanks or a byte order mark before the declaration', async () => {
  assert.equal((await activity(`\n            ${run}`)).activity.metadata.type, 8)
  assert.equal((await activity(`\u{feff}${run}`)).activity.metadata.type, 8)
  assert.equal((await activity(Buffer.from(`\u{feff}${run}`, 'utf16le'))).activity.metadata.type, 8)
})

test('refuses courses, files without activities and document type definitions', async () => {
  const refused = (xml: string, pattern: RegExp) => assert.rejects(activities(xml), pattern)
  await refused(
    document('<Courses><Course><Name>x</Name><Lap/></Course></Courses>'),
    /test\.tcx is a TCX course, not a recording: bring the activity's own file\./,
  )
  await refused(document('<Folders/>'), /test\.tcx is a TCX file without an activity/)
  await refused(
    `<!DOCTYPE x [<!ENTITY a "aaaa">]>${document('')}`,
    /test\.tcx has a DOCTYPE, which activity files do not have/,
  )
})

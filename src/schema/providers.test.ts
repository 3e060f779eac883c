import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  isProvider,
  measures,
  providerSlug,
  providerSlugs,
  providers,
  pushedTypes,
  requestedTypes,
} from './providers.ts'

// The slugs of the wire contract.
const known = `APPLE SAMSUNG HEALTH_CONNECT GOOGLEFIT GOOGLE_HEALTH FITBIT GARMIN OURA WHOOP WITHINGS POLAR SUUNTO COROS
  WAHOO HAMMERHEAD STRAVA ULTRAHUMAN EIGHTSLEEP PELOTON ZWIFT CONCEPT2 DEXCOM_EU DEXCOM_JP FREESTYLELIBRE OMRON OMRONUS
  HUAWEI ZEPP BIOSTRAP CRONOMETER FATSECRET MYFITNESSPAL KOMOOT TRAININGPEAKS DECATHLON INBODY CLUE KETOMOJOEU
  KETOMOJOUS RIDEWITHGPS TECHNOGYM WGER FILE`.split(/\s+/)

test('knows every slug of the wire, in whatever case it is written', () => {
  for (const slug of known) {
    assert.ok(isProvider(slug), slug)
    assert.equal(providerSlug(slug.toLowerCase()), slug)
  }
  assert.equal(providerSlug('GARMINN'), null)
  assert.equal(isProvider('constructor'), false)
})

test('lists the slugs in order and describes each of them', () => {
  assert.deepEqual([...providerSlugs], [...providerSlugs].sort())
  for (const slug of providerSlugs) {
    const { name, types, pushes, capabilities } = providers[slug]
    assert.ok(name.length > 0)
    assert.deepEqual(Object.keys(types), [...requestedTypes])
    assert.deepEqual(Object.keys(pushes), [...pushedTypes])
    assert.ok(Object.values({ ...types, ...pushes }).includes(true), `${slug} offers nothing`)
    assert.equal(Object.keys(capabilities).length, measures.length + 1)
  }
})

test('tells the phone sources and the file source from the clouds, and marks what is switched off', () => {
  const ofKind = (kind: string) => providerSlugs.filter((slug) => providers[slug].kind === kind)
  assert.deepEqual(ofKind('phone'), ['APPLE', 'HEALTH_CONNECT', 'SAMSUNG'])
  assert.deepEqual(ofKind('file'), ['FILE'])
  assert.deepEqual(
    providerSlugs.filter((slug) => providers[slug].retired),
    ['FITBIT'],
  )
})

test('credits a provider only with measures that a data type of it can carry', () => {
  for (const slug of providerSlugs) {
    const { types, capabilities: can } = providers[slug]
    if (can.sleep_stages || can.hypnogram || can.naps || can.snoring) assert.ok(types.sleep, `${slug} sleeps`)
    if (can.steps || can.met || can.stress) assert.ok(types.daily, `${slug} has days`)
    if (can.weight || can.glucose_continuous || can.ketones || can.blood_pressure)
      assert.ok(types.body, `${slug} weighs`)
    if (can.gps || can.workout_samples || can.laps) assert.ok(types.activity, `${slug} trains`)
    if (can.food) assert.ok(types.nutrition, `${slug} eats`)
    if (can.flow) assert.ok(types.menstruation, `${slug} has cycles`)
    if (can.profile_name || can.profile_email) assert.ok(types.athlete, `${slug} knows the person`)
    if (can.hrv !== 'none') assert.ok(can.heart_rate, `${slug} feels the pulse`)
  }
})

test('keeps the two kinds of heart rate variability apart', () => {
  assert.equal(providers.APPLE.capabilities.hrv, 'sdnn')
  assert.equal(providers.OURA.capabilities.hrv, 'rmssd')
  assert.equal(providers.STRAVA.capabilities.hrv, 'none')
})

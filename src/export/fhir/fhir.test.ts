import assert from 'node:assert/strict'
import { test } from 'node:test'
import { generateRecords } from '../../generate/generate.ts'
import type { Activity, Body, Daily, DataType, RecordOf, Sleep } from '../../schema/records.ts'
import { fhirProblems } from '../../testing/fhir.ts'
import type { User } from '../../users/user.ts'
import type { Source } from '../source.ts'
import { bundlePieces } from './bundle.ts'
import { dateTime } from './observation.ts'

const user: User = {
  userId: '3f1c6f0e-0000-4000-8000-000000000001',
  environmentId: '3f1c6f0e-0000-4000-8000-0000000000ee',
  provider: 'GARMIN',
  referenceId: 'ada',
  scopes: null,
  active: true,
  zone: null,
  createdAt: new Date(0),
  lastWebhookUpdate: null,
  lastDataAt: null,
}

type Records = { [T in DataType]?: RecordOf[T][] }

function sourceOf(records: Records, now = '2026-07-10T00:00:00Z'): Source {
  return {
    user,
    asked: { format: 'fhir', types: null, startDay: null, endDay: null },
    types: ['daily', 'sleep', 'body', 'activity'],
    nowMs: Date.parse(now),
    async *texts(type) {
      yield (records[type] ?? []).map((record) => JSON.stringify(record))
    },
    async *records(type) {
      yield* records[type] ?? []
    },
  }
}

interface Entry {
  fullUrl: string
  resource: Record<string, unknown> & { id: string }
}

async function entriesOf(records: Records, now?: string): Promise<Entry[]> {
  const text = (await Array.fromAsync(bundlePieces(sourceOf(records, now)))).join('')
  const bundle = JSON.parse(text)
  assert.deepEqual(fhirProblems(bundle), [])
  return bundle.entry
}

/** The observations, each by its words and its value, with the rest that differs. */
const inBrief = (entries: readonly Entry[]) => entries.slice(1).map(({ resource }) => briefly(resource))

function briefly({
  code,
  valueQuantity,
  effectiveDateTime,
  effectivePeriod,
  method,
  component,
}: Record<string, unknown>) {
  return {
    code: conceptText(code),
    value: quantityText(valueQuantity),
    when: effectiveDateTime ?? periodText(effectivePeriod),
    ...(method === undefined ? {} : { method: 'mean' }),
    ...(Array.isArray(component)
      ? { parts: component.map((part) => `${conceptText(part.code)} ${quantityText(part.valueQuantity)}`) }
      : {}),
  }
}

const memberOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
const conceptText = (concept: unknown): string => {
  const coding = memberOf(concept, 'coding')
  return Array.isArray(coding) ? coding.map(({ code }) => code).join('+') : String(memberOf(concept, 'text'))
}
const quantityText = (quantity: unknown): string =>
  quantity === undefined ? 'none' : `${memberOf(quantity, 'value')} ${memberOf(quantity, 'code')}`
const periodText = (period: unknown): string => `${memberOf(period, 'start')} ${memberOf(period, 'end')}`

const dayOf = { start_time: '2026-07-01T00:00:00.000000+02:00', end_time: '2026-07-02T00:00:00.000000+02:00' }
const dayText = '2026-07-01T00:00:00+02:00 2026-07-02T00:00:00+02:00'

const day: Daily = {
  metadata: { ...dayOf, upload_type: 1 },
  device_data: { manufacturer: 'Garmin', name: 'Garmin Forerunner 265' },
  distance_data: { steps: 11_894, distance_meters: 8920.5, floors_climbed: 12 },
  calories_data: { total_burned_calories: 2500, net_activity_calories: 640, BMR_calories: 1860 },
  active_durations_data: { activity_seconds: 5400 },
  heart_rate_data: {
    summary: { avg_hr_bpm: 64.5, resting_hr_bpm: 48, max_hr_bpm: 171 },
    detailed: { hr_samples: [{ timestamp: dayOf.start_time, bpm: 60 }] },
  },
  oxygen_data: { avg_saturation_percentage: 96.5, vo2max_ml_per_min_per_kg: 51 },
}

test('a day is its steps, distance, floors, energy, exercise, heart rates, oxygen and VO2 max', async () => {
  assert.deepEqual(inBrief(await entriesOf({ daily: [day] })), [
    { code: '41950-7', value: '11894 /d', when: dayText },
    { code: '41953-1', value: '8920.5 m', when: dayText },
    { code: '100304-5', value: '12 {flights}', when: dayText },
    { code: '41979-6', value: '2500 kcal/d', when: dayText },
    { code: '93819-1', value: '640 kcal', when: dayText },
    { code: '55411-3', value: '90 min', when: dayText },
    { code: '8867-4+103205-1', value: '64.5 /min', when: dayText, method: 'mean' },
    { code: '8867-4+40443-4', value: '48 /min', when: dayText },
    { code: '2708-6+59408-5+103209-3', value: '96.5 %', when: dayText, method: 'mean' },
    { code: '94122-9', value: '51 mL/kg/min', when: dayText },
  ])
})

test('an observation is written as a hand would write it', async () => {
  const entries = await entriesOf({
    daily: [{ ...day, distance_data: null, calories_data: null, active_durations_data: null }],
  })
  const resting = entries[2]
  const { id } = resting?.resource ?? {}
  assert.match(id ?? '', /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  assert.deepEqual(resting, {
    fullUrl: `urn:uuid:${id}`,
    resource: {
      resourceType: 'Observation',
      id,
      meta: { profile: ['http://hl7.org/fhir/StructureDefinition/heartrate'] },
      identifier: [{ system: 'urn:ietf:rfc:3986', value: `urn:uuid:${id}` }],
      status: 'final',
      category: [
        {
          coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }],
        },
      ],
      code: {
        coding: [
          { system: 'http://loinc.org', code: '8867-4', display: 'Heart rate' },
          { system: 'http://loinc.org', code: '40443-4', display: 'Heart rate --resting' },
        ],
      },
      subject: { reference: `urn:uuid:${user.userId}` },
      effectivePeriod: { start: '2026-07-01T00:00:00+02:00', end: '2026-07-02T00:00:00+02:00' },
      valueQuantity: { value: 48, unit: 'beats/minute', system: 'http://unitsofmeasure.org', code: '/min' },
      device: { display: 'Garmin Forerunner 265' },
    },
  })
})

test('a day that has not ended is preliminary', async () => {
  const statusAt = async (now: string) =>
    (await entriesOf({ daily: [day] }, now)).slice(1).map(({ resource }) => resource.status)
  assert.deepEqual(new Set(await statusAt('2026-07-01T21:59:59Z')), new Set(['preliminary']))
  assert.deepEqual(new Set(await statusAt('2026-07-01T22:00:00Z')), new Set(['final']))
})

test('a night is how long it was, in which stages, and what was measured meanwhile', async () => {
  const night: Sleep = {
    metadata: {
      start_time: '2026-06-30T23:10:00.500000+02:00',
      end_time: '2026-07-01T07:00:00.000000+02:00',
      summary_id: 'night',
      upload_type: 2,
    },
    sleep_durations_data: {
      asleep: {
        duration_asleep_state_seconds: 26_400,
        duration_deep_sleep_state_seconds: 5430,
        duration_light_sleep_state_seconds: 15_000,
        duration_REM_sleep_state_seconds: 5970,
      },
      awake: { duration_awake_state_seconds: 1800 },
      other: { duration_in_bed_seconds: 28_200 },
    },
    heart_rate_data: { summary: { avg_hr_bpm: 51, resting_hr_bpm: 47 } },
    respiration_data: {
      breaths_data: { avg_breaths_per_min: 14.2 },
      oxygen_saturation_data: { avg_saturation_percentage: 95 },
    },
  }
  const when = '2026-06-30T23:10:00.5+02:00 2026-07-01T07:00:00+02:00'
  assert.deepEqual(inBrief(await entriesOf({ sleep: [night] })), [
    {
      code: '93832-4',
      value: '440 min',
      when,
      parts: ['93831-6 90.5 min', '93830-8 250 min', '93829-0 99.5 min', 'Time awake 30 min', '103213-5 470 min'],
    },
    { code: '8867-4+103205-1', value: '51 /min', when, method: 'mean' },
    { code: '8867-4+40443-4', value: '47 /min', when },
    { code: '9279-1+103217-6', value: '14.2 /min', when, method: 'mean' },
    { code: '2708-6+59408-5+103209-3', value: '95 %', when, method: 'mean' },
  ])
})

const at = (time: string): string => `2026-07-01T${time}:00.000000+02:00`

test('what a body measures are readings of their own, and the mean of a day only where it has none', async () => {
  const body: Body = {
    metadata: dayOf,
    measurements_data: {
      measurements: [
        { measurement_time: at('07:00'), weight_kg: 70.4, bodyfat_percentage: 18.5, BMI: 22.5 },
        { measurement_time: at('21:00'), weight_kg: 71.2 },
      ],
      day_avg_weight_kg: 70.8,
      day_avg_height_cm: 177,
    },
    blood_pressure_data: {
      blood_pressure_samples: [
        { timestamp: at('07:05'), systolic_bp: 121, diastolic_bp: 79 },
        { timestamp: at('07:06'), systolic_bp: 119 },
      ],
    },
    glucose_data: {
      blood_glucose_samples: [{ timestamp: at('08:00'), blood_glucose_mg_per_dL: 95 }],
      detailed_blood_glucose_samples: [{ timestamp: at('08:00'), blood_glucose_mg_per_dL: 97 }],
    },
    oxygen_data: {
      saturation_samples: [
        { timestamp: at('09:00'), percentage: 97, type: 0 },
        { timestamp: at('09:00'), percentage: 60, type: 1 },
      ],
      vo2_samples: [{ timestamp: at('10:00'), vo2max_ml_per_min_per_kg: 50 }],
    },
    temperature_data: { body_temperature_samples: [{ temperature_celsius: 36.8 }] },
    heart_data: { heart_rate_data: { detailed: { hr_samples: [{ timestamp: at('07:05'), bpm: 66 }] } } },
  }
  assert.deepEqual(inBrief(await entriesOf({ body: [body] })), [
    { code: '29463-7', value: '70.4 kg', when: '2026-07-01T07:00:00+02:00' },
    { code: '29463-7', value: '71.2 kg', when: '2026-07-01T21:00:00+02:00' },
    { code: '8302-2', value: '177 cm', when: dayText, method: 'mean' },
    { code: '39156-5', value: '22.5 kg/m2', when: '2026-07-01T07:00:00+02:00' },
    { code: '41982-0', value: '18.5 %', when: '2026-07-01T07:00:00+02:00' },
    {
      code: '85354-9',
      value: 'none',
      when: '2026-07-01T07:05:00+02:00',
      parts: ['8480-6 121 mm[Hg]', '8462-4 79 mm[Hg]'],
    },
    { code: '85354-9', value: 'none', when: '2026-07-01T07:06:00+02:00', parts: ['8480-6 119 mm[Hg]', '8462-4 none'] },
    { code: '2339-0', value: '95 mg/dL', when: '2026-07-01T08:00:00+02:00' },
    { code: '2339-0', value: '97 mg/dL', when: '2026-07-01T08:00:00+02:00' },
    { code: '2708-6+59408-5', value: '97 %', when: '2026-07-01T09:00:00+02:00' },
    { code: '8310-5', value: '36.8 Cel', when: '2026-07-01' },
    { code: '94122-9', value: '50 mL/kg/min', when: '2026-07-01T10:00:00+02:00' },
    { code: '8867-4', value: '66 /min', when: '2026-07-01T07:05:00+02:00' },
  ])
})

const workout = (type: Activity['metadata']['type']): Activity => ({
  metadata: { start_time: at('08:00'), end_time: at('09:00'), summary_id: 'workout', type, upload_type: 1 },
  active_durations_data: { activity_seconds: 3300 },
  distance_data: { summary: { distance_meters: 10_000, steps: 9000, floors_climbed: 3 } },
  calories_data: { total_burned_calories: 700, net_activity_calories: 620 },
  heart_rate_data: { summary: { avg_hr_bpm: 140 } },
})

test('a workout is how long, how far, and how much; only on foot has its distance a code', async () => {
  const when = '2026-07-01T08:00:00+02:00 2026-07-01T09:00:00+02:00'
  assert.deepEqual(inBrief(await entriesOf({ activity: [workout(8)] })), [
    { code: '55411-3', value: '55 min', when },
    { code: '55430-3', value: '10000 m', when },
    { code: '55423-8', value: '9000 {steps}', when },
    { code: '100304-5', value: '3 {flights}', when },
    { code: '41981-2', value: '700 kcal', when },
    { code: '93819-1', value: '620 kcal', when },
    { code: '8867-4+103205-1', value: '140 /min', when, method: 'mean' },
  ])
  assert.equal(inBrief(await entriesOf({ activity: [workout(1)] }))[1]?.code, 'Distance')
})

test('ids are the same in every export, also of a corrected record, and never twice', async () => {
  const ids = async (records: Records) => (await entriesOf(records)).map(({ resource }) => resource.id)
  const once = await ids({ daily: [day], activity: [workout(8)] })
  assert.deepEqual(await ids({ daily: [{ ...day, scores: { sleep: 1 } }], activity: [workout(8)] }), once)
  assert.equal(new Set(once).size, once.length)
  const weighed = { measurement_time: at('07:00'), weight_kg: 70 }
  const twice = await ids({ body: [{ metadata: dayOf, measurements_data: { measurements: [weighed, weighed] } }] })
  assert.equal(new Set(twice).size, 3)
})

test('the patient is as much as the provider tells', async () => {
  const athlete = {
    first_name: 'Ada',
    last_name: 'Byron',
    sex: 'female',
    gender: 'woman',
    date_of_birth: '1990-12-10',
    email: 'ada@example.org',
    city: 'London',
    country: null,
  }
  const [known] = await entriesOf({ athlete: [athlete] })
  const identifier = [
    { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${user.userId}` },
    { type: { text: 'reference_id' }, value: 'ada' },
  ]
  assert.deepEqual(known, {
    fullUrl: `urn:uuid:${user.userId}`,
    resource: {
      resourceType: 'Patient',
      id: user.userId,
      identifier,
      name: [{ family: 'Byron', given: ['Ada'] }],
      telecom: [{ system: 'email', value: 'ada@example.org' }],
      gender: 'female',
      birthDate: '1990-12-10',
      address: [{ city: 'London' }],
    },
  })
  const [unknown] = await entriesOf({})
  assert.deepEqual(unknown?.resource, { resourceType: 'Patient', id: user.userId, identifier })
})

test('FHIR wants an offset beside a time: of one without, the day is told', () => {
  assert.equal(dateTime('2026-07-01T07:00:00.250000-03:30'), '2026-07-01T07:00:00.25-03:30')
  assert.equal(dateTime('2026-07-01T07:00:00.000000'), '2026-07-01')
})

test('whatever providers send is a bundle that the validators take', async () => {
  for (const provider of ['GARMIN', 'OURA', 'APPLE', 'WITHINGS', 'FREESTYLELIBRE'] as const) {
    const of = <T extends DataType>(type: T) =>
      generateRecords({ provider, type, days: 2, endDate: '2026-07-02', seed: 'fhir' })
    const entries = await entriesOf({
      athlete: of('athlete'),
      daily: of('daily'),
      sleep: of('sleep'),
      body: of('body'),
      activity: of('activity'),
    })
    assert.ok(entries.length > 1, provider)
  }
})

test('the validators find what is wrong', () => {
  const bundle = (resource: object) => ({
    resourceType: 'Bundle',
    type: 'collection',
    entry: [{ fullUrl: 'urn:uuid:3f1c6f0e-0000-4000-8000-000000000009', resource }],
  })
  const heartRate = {
    resourceType: 'Observation',
    meta: { profile: ['http://hl7.org/fhir/StructureDefinition/heartrate'] },
    status: 'final',
    category: [
      { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }] },
    ],
    code: { coding: [{ system: 'http://loinc.org', code: '8867-4' }] },
    subject: { reference: 'urn:uuid:3f1c6f0e-0000-4000-8000-000000000001' },
    effectiveDateTime: '2026-07-01T07:00:00+02:00',
    valueQuantity: { value: 60, unit: 'beats/minute', system: 'http://unitsofmeasure.org', code: '/min' },
  }
  assert.deepEqual(fhirProblems(bundle(heartRate)), [])
  const wrong = [
    { ...heartRate, code: { coding: [{ system: 'http://loinc.org', code: '29463-7' }] } },
    { ...heartRate, subject: undefined },
    { ...heartRate, status: 'finished' },
    { ...heartRate, effectiveDateTime: '2026-07-01T07:00:00' },
    { ...heartRate, valueQuantity: { ...heartRate.valueQuantity, code: 'bpm' } },
    { ...heartRate, pulse: 60 },
    {
      ...heartRate,
      meta: { profile: ['http://hl7.org/fhir/StructureDefinition/bp'] },
      code: { coding: [{ system: 'http://loinc.org', code: '85354-9' }] },
      valueQuantity: undefined,
    },
  ]
  for (const one of wrong) assert.notDeepEqual(fhirProblems(bundle(JSON.parse(JSON.stringify(one)))), [])
})

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import type { Body } from '../../schema/records.ts'
import { runImport } from '../../testing/import-run.ts'
import { importSuite } from '../../testing/import-suite.ts'
import { libreCsv } from './importer.ts'

const titles = (unit: string): string =>
  `Device,Serial Number,Device Timestamp,Record Type,Historic Glucose ${unit},Scan Glucose ${unit},Non-numeric Rapid-Acting Insulin,Rapid-Acting Insulin (units),Non-numeric Food,Carbohydrates (grams),Carbohydrates (servings),Non-numeric Long-Acting Insulin,Long-Acting Insulin (units),Notes,Strip Glucose ${unit},Ketone mmol/L,Meal Insulin (units),Correction Insulin (units),User Change Insulin (units)`

const german =
  'Gerät,Seriennummer,Gerätezeitstempel,Aufzeichnungstyp,Glukosewert-Verlauf mmol/L,Glukose-Scan mmol/L,Nicht numerisches schnellwirkendes Insulin,Schnellwirkendes Insulin (Einheiten),Nicht numerische Nahrungsdaten,Kohlenhydrate (Gramm),Kohlenhydrate (Portionen),Nicht numerisches Depotinsulin,Depotinsulin (Einheiten),Notizen,Glukose-Teststreifen mmol/L,Keton mmol/L,Mahlzeiteninsulin (Einheiten),Korrekturinsulin (Einheiten),Insulin-Änderung durch Anwender (Einheiten)'

/** A row with fields at their places, the others empty. */
function row(time: string, type: number, fields: Readonly<Record<number, string>>): string {
  const all = Array.from({ length: 19 }, (_, at) => fields[at] ?? '')
  return ['FreeStyle Libre 3', 'SN-ABC123', time, `${type}`, ...all.slice(4)].join(',')
}

const file = (head: string, created: string, ...rows: string[]): Buffer =>
  Buffer.from(`${[`Glucose Data,Created on,${created},Created by,Mira Holt`, head, ...rows].join('\r\n')}\r\n`)

const everything = file(
  titles('mg/dL'),
  '16-06-2026 10:00 UTC',
  row('13-06-2026 23:45', 0, { 4: '98' }),
  row('14-06-2026 00:00', 0, { 4: '102' }),
  row('14-06-2026 00:15', 0, { 4: '106' }),
  row('14-06-2026 00:20', 1, { 5: '115' }),
  row('14-06-2026 07:30', 2, { 14: '88' }),
  row('14-06-2026 07:31', 3, { 15: '0.3' }),
  row('14-06-2026 07:32', 4, { 7: '4.5' }),
  row('14-06-2026 22:00', 4, { 12: '12' }),
  row('14-06-2026 12:00', 5, { 9: '45' }),
  row('14-06-2026 12:01', 6, { 13: 'a walk' }),
)

async function bodies(bytes: Uint8Array, zone = 'Europe/Oslo', name = 'glucose.csv') {
  const { records, warnings } = await runImport(libreCsv, name, bytes, { fallbackZone: zone })
  return { list: records.flatMap((r): Body[] => (r.type === 'body' ? [r.record] : [])), records, warnings }
}

const sensorOf = (body: Body | undefined) =>
  body?.glucose_data?.detailed_blood_glucose_samples?.map(({ timestamp, blood_glucose_mg_per_dL }) => [
    timestamp,
    blood_glucose_mg_per_dL,
  ])

importSuite({
  importer: libreCsv,
  files: () => [
    { name: 'glucose.csv', bytes: everything, expect: { body: 2 } },
    { name: 'glucose.csv.gz', bytes: gzipSync(everything), expect: { body: 2 } },
  ],
})

suite('a LibreView file', () => {
  test('keeps the sensor apart from what was read or pricked by hand, with ketones and doses', async () => {
    const { list, warnings } = await bodies(everything)
    assert.deepEqual(warnings, [])
    const [before, day] = list
    assert.deepEqual(sensorOf(before), [['2026-06-13T23:45:00.000000+02:00', 98]])
    assert.deepEqual(day, {
      metadata: {
        start_time: '2026-06-14T00:00:00.000000+02:00',
        end_time: '2026-06-15T00:00:00.000000+02:00',
        timestamp_localization: 1,
      },
      device_data: { name: 'FreeStyle Libre 3', manufacturer: 'Abbott', serial_number: 'SN-ABC123' },
      measurements_data: {
        measurements: [
          { measurement_time: '2026-06-14T07:32:00.000000+02:00', insulin_units: 4.5, insulin_type: 'bolus' },
          { measurement_time: '2026-06-14T22:00:00.000000+02:00', insulin_units: 12, insulin_type: 'basal' },
        ],
        day_avg_weight_kg: null,
        day_avg_height_cm: null,
        day_avg_bodyfat_percentage: null,
        day_avg_lean_mass_g: null,
        day_avg_muscle_mass_g: null,
        day_avg_bone_mass_g: null,
        day_avg_bmr: null,
        day_avg_visceral_fat_level: null,
        day_avg_insulin_units: 8.25,
      },
      blood_pressure_data: null,
      glucose_data: {
        blood_glucose_samples: [
          { timestamp: '2026-06-14T00:20:00.000000+02:00', blood_glucose_mg_per_dL: 115 },
          { timestamp: '2026-06-14T07:30:00.000000+02:00', blood_glucose_mg_per_dL: 88 },
        ],
        detailed_blood_glucose_samples: [
          { timestamp: '2026-06-14T00:00:00.000000+02:00', blood_glucose_mg_per_dL: 102 },
          { timestamp: '2026-06-14T00:15:00.000000+02:00', blood_glucose_mg_per_dL: 106 },
        ],
        day_avg_blood_glucose_mg_per_dL: 101.5,
        day_avg_blood_glucose_mg_per_dl: 101.5,
        day_avg_detailed_blood_glucose_mg_per_dL: 104,
      },
      ketone_data: {
        ketone_samples: [{ timestamp: '2026-06-14T07:31:00.000000+02:00', ketone_mg_per_dL: 3.123, sample_type: 1 }],
        day_avg_ketone_mg_per_dL: 3.123,
      },
      temperature_data: null,
      oxygen_data: null,
      heart_data: null,
      hydration_data: null,
    })
  })

  test('was known when it was exported', async () => {
    const { records } = await bodies(everything)
    assert.deepEqual(
      records.map(({ observedAtMs }) => observedAtMs),
      [Date.parse('2026-06-16T10:00:00Z'), Date.parse('2026-06-16T10:00:00Z')],
    )
  })

  test('is understood in another language, with millimoles and commas', async () => {
    const bytes = file(german, '24-02-2026 12:12 UTC', row('20-02-2026 08:00', 0, { 4: '"5,5"' }))
    const { list } = await bodies(bytes)
    // 5.5 mmol/L × 18.016
    assert.deepEqual(sensorOf(list[0]), [['2026-02-20T08:00:00.000000+01:00', 99.088]])
  })

  test('tells American dates by a clock of twelve hours, and says nothing of a guess', async () => {
    const bytes = file(
      titles('mg/dL'),
      '03-04-2026 10:00 AM UTC',
      row('03-02-2026 12:05 AM', 0, { 4: '90' }),
      row('03-02-2026 1:10 PM', 0, { 4: '95' }),
    )
    const { list } = await bodies(bytes, 'America/New_York')
    assert.deepEqual(sensorOf(list[0]), [
      ['2026-03-02T00:05:00.000000-05:00', 90],
      ['2026-03-02T13:10:00.000000-05:00', 95],
    ])
  })

  test('says so when its dates could be read either way', async () => {
    const bytes = file(titles('mg/dL'), 'x', row('03-02-2026 08:00', 0, { 4: '90' }))
    const { list, warnings } = await bodies(bytes)
    assert.equal(list[0]?.metadata.start_time, '2026-02-03T00:00:00.000000+01:00')
    assert.deepEqual(warnings, ['The dates of glucose.csv do not tell day from month: they were read as day first.'])
  })

  test('gives the hour that a clock change repeats twice, whichever way the rows stand', async () => {
    const rows = [
      row('25-10-2026 02:45', 0, { 4: '101' }),
      row('25-10-2026 02:00', 0, { 4: '102' }),
      row('25-10-2026 02:15', 0, { 4: '103' }),
      row('25-10-2026 03:00', 0, { 4: '104' }),
    ]
    const expected = [
      ['2026-10-25T02:45:00.000000+02:00', 101],
      ['2026-10-25T02:00:00.000000+01:00', 102],
      ['2026-10-25T02:15:00.000000+01:00', 103],
      ['2026-10-25T03:00:00.000000+01:00', 104],
    ]
    for (const ordered of [rows, rows.toReversed()]) {
      const { list } = await bodies(file(titles('mg/dL'), '26-10-2026 10:00 UTC', ...ordered))
      assert.equal(list.length, 1)
      assert.deepEqual(sensorOf(list[0]), expected)
      assert.equal(list[0]?.metadata.end_time, '2026-10-26T00:00:00.000000+01:00')
    }
  })

  test('has a day of 23 hours when the clocks go forward', async () => {
    const bytes = file(
      titles('mg/dL'),
      '30-03-2026 10:00 UTC',
      row('29-03-2026 00:30', 0, { 4: '101' }),
      row('29-03-2026 12:30', 0, { 4: '102' }),
    )
    const [body] = (await bodies(bytes)).list
    assert.deepEqual(
      [body?.metadata.start_time, body?.metadata.end_time],
      ['2026-03-29T00:00:00.000000+01:00', '2026-03-30T00:00:00.000000+02:00'],
    )
  })

  test('is in UTC, and says so, when nobody knows the zone', async () => {
    const [body] = (await bodies(everything, 'UTC')).list
    assert.equal(body?.metadata.start_time, '2026-06-13T00:00:00.000000+00:00')
  })

  test('keeps a reading out of range without a value', async () => {
    const bytes = file(
      titles('mg/dL'),
      '16-06-2026 10:00 UTC',
      row('14-06-2026 08:00', 0, { 4: 'LO' }),
      row('14-06-2026 08:15', 0, { 4: 'HI' }),
      row('14-06-2026 08:30', 0, { 4: '70' }),
    )
    const [body] = (await bodies(bytes)).list
    assert.deepEqual(body?.glucose_data?.detailed_blood_glucose_samples, [
      { timestamp: '2026-06-14T08:00:00.000000+02:00', blood_glucose_mg_per_dL: null, glucose_level_flag: 2 },
      { timestamp: '2026-06-14T08:15:00.000000+02:00', blood_glucose_mg_per_dL: null, glucose_level_flag: 1 },
      { timestamp: '2026-06-14T08:30:00.000000+02:00', blood_glucose_mg_per_dL: 70 },
    ])
    assert.equal(body?.glucose_data?.day_avg_detailed_blood_glucose_mg_per_dL, 70)
  })

  test('leaves out a last row that was cut, for half a number is another number', async () => {
    const { list, warnings } = await bodies(everything.subarray(0, everything.indexOf(',106,') + 3))
    assert.deepEqual(sensorOf(list[1]), [['2026-06-14T00:00:00.000000+02:00', 102]])
    assert.deepEqual(warnings, [
      'glucose.csv breaks off or is damaged: it was read up to there. Export it again for the rest.',
    ])
  })

  test('counts what cannot be, and rows without a time or value', async () => {
    const bytes = file(
      titles('mg/dL'),
      '16-06-2026 10:00 UTC',
      row('14-06-2026 08:00', 0, { 4: '100000' }),
      row('yesterday', 0, { 4: '100' }),
      row('14-06-2026 08:15', 0, { 4: '' }),
      row('14-06-2026 08:30', 0, { 4: '100' }),
    )
    const { list, warnings } = await bodies(bytes)
    assert.equal(list[0]?.glucose_data?.detailed_blood_glucose_samples?.length, 1)
    assert.deepEqual(warnings, [
      'Left out entries without a readable time (1).',
      'Left out entries without a readable value (1).',
      'Left out values that no body or device can have: glucose_mg_per_dl (1).',
    ])
  })

  test('is refused with a sentence when it is another table', async () => {
    await assert.rejects(bodies(Buffer.from('a,b,c\n1,2,3\n')), /^TellusError: glucose\.csv is no glucose history/)
  })
})

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Body } from '../../schema/records.ts'
import { runImport } from '../../testing/import-run.ts'
import { importSuite } from '../../testing/import-suite.ts'
import { dexcomClarityCsv } from './importer.ts'

const titles = (unit: string): string =>
  `Index,Timestamp (YYYY-MM-DDThh:mm:ss),Event Type,Event Subtype,Patient Info,Device Info,Source Device ID,Glucose Value (${unit}),Insulin Value (u),Carb Value (grams),Duration (hh:mm:ss),Glucose Rate of Change (${unit}/min),Transmitter Time (Long Integer),Transmitter ID`

const everything = Buffer.from(
  `\u{feff}${[
    titles('mg/dL'),
    '1,,FirstName,,Mira,,,,,,,,,',
    '2,,LastName,,Holt,,,,,,,,,',
    '3,,DateOfBirth,,1988-04-02,,,,,,,,,',
    '4,,Device,,,Dexcom G7 Mobile App,iOS,,,,,,,',
    '5,,Alert,High,,,iOS,250,,,00:15:00,,,',
    '6,2026-03-01T23:56:07,EGV,,,,iOS,110,,,,,4237274,8AM1EY',
    '7,2026-03-02T00:01:07,EGV,,,,iOS,112,,,,,4237574,8AM1EY',
    '8,2026-03-02T00:06:07,EGV,,,,iOS,Low,,,,,4237874,8AM1EY',
    '9,2026-03-02T07:30:00,Calibration,,,,iOS,121,,,,,,8AM1EY',
    '10,2026-03-02T07:31:00,Insulin,Fast-Acting,,,iOS,,4.5,,,,,8AM1EY',
    '11,2026-03-02T07:32:00,Carbs,,,,iOS,,,45,,,,8AM1EY',
    '12,2026-03-02T18:00:00,Exercise,Heavy,,,iOS,,,,00:45:00,,,8AM1EY',
    '13,2026-03-02T22:00:00,Insulin,Long-Acting,,,iOS,,12,,,,,8AM1EY',
  ].join('\n')}\n`,
)

async function bodies(bytes: Uint8Array, zone = 'America/New_York') {
  const { records, warnings } = await runImport(dexcomClarityCsv, 'clarity.csv', bytes, { fallbackZone: zone })
  return { list: records.flatMap((r): Body[] => (r.type === 'body' ? [r.record] : [])), records, warnings }
}

importSuite({
  importer: dexcomClarityCsv,
  files: () => [{ name: 'clarity.csv', bytes: everything, expect: { athlete: 1, body: 2 } }],
})

suite('a file of Dexcom Clarity', () => {
  test('tells whose it is', async () => {
    const { records } = await bodies(everything)
    assert.deepEqual(records[0], {
      type: 'athlete',
      record: { first_name: 'Mira', last_name: 'Holt', date_of_birth: '1988-04-02' },
      // When the last of it was noted: 22:00 in New York.
      observedAtMs: Date.parse('2026-03-03T03:00:00Z'),
    })
  })

  test('keeps the sensor apart from calibrations, and a reading below its range without a value', async () => {
    const { list, warnings } = await bodies(everything)
    assert.deepEqual(warnings, [])
    const [before, day] = list
    assert.equal(before?.metadata.start_time, '2026-03-01T00:00:00.000000-05:00')
    assert.deepEqual(day?.glucose_data, {
      blood_glucose_samples: [{ timestamp: '2026-03-02T07:30:00.000000-05:00', blood_glucose_mg_per_dL: 121 }],
      detailed_blood_glucose_samples: [
        { timestamp: '2026-03-02T00:01:07.000000-05:00', blood_glucose_mg_per_dL: 112 },
        { timestamp: '2026-03-02T00:06:07.000000-05:00', blood_glucose_mg_per_dL: null, glucose_level_flag: 2 },
      ],
      day_avg_blood_glucose_mg_per_dL: 121,
      day_avg_blood_glucose_mg_per_dl: 121,
      day_avg_detailed_blood_glucose_mg_per_dL: 112,
    })
    assert.deepEqual(day?.measurements_data?.measurements, [
      { measurement_time: '2026-03-02T07:31:00.000000-05:00', insulin_units: 4.5, insulin_type: 'bolus' },
      { measurement_time: '2026-03-02T22:00:00.000000-05:00', insulin_units: 12, insulin_type: 'basal' },
    ])
    assert.deepEqual(day?.device_data, {
      name: 'Dexcom G7 Mobile App',
      manufacturer: 'Dexcom',
      serial_number: '8AM1EY',
    })
  })

  test('is understood in German, with semicolons, commas and millimoles', async () => {
    const bytes = Buffer.from(
      [
        'Index;Zeitstempel (JJJJ-MM-TTThh:mm:ss);Ereignistyp;Ereignisuntertyp;Patienteninfo;Geräteinfo;Quellgeräte-ID;Glukosewert (mmol/l);Insulinwert (IE);Kohlenhydratwert (Gramm);Dauer (hh:mm:ss)',
        '10;2026-06-02T00:00:00;EGW;;;;iOS;5,8;;;',
        '11;2026-06-02T00:05:00;EGW;;;;iOS;Niedrig;;;',
        '12;2026-06-02T00:10:00;Kalibrierung;;;;iOS;6,0;;;',
        '',
      ].join('\r\n'),
    )
    const [body] = (await bodies(bytes, 'Europe/Berlin')).list
    const { glucose_data: glucose } = body ?? {}
    // 5.8 × 18.016 and 6 × 18.016
    assert.equal(glucose?.detailed_blood_glucose_samples?.[0]?.blood_glucose_mg_per_dL, 104.4928)
    assert.equal(glucose?.detailed_blood_glucose_samples?.[1]?.glucose_level_flag, 2)
    assert.equal(glucose?.blood_glucose_samples?.[0]?.blood_glucose_mg_per_dL, 108.096)
  })

  test('gives the hour that a clock change repeats twice', async () => {
    const rows = ['01:50:00', '01:55:00', '01:00:00', '01:05:00', '02:00:00'].map(
      (time, i) => `${i + 1},2026-11-01T${time},EGV,,,,iOS,${100 + i},,,,,,X`,
    )
    const [body] = (await bodies(Buffer.from(`${[titles('mg/dL'), ...rows].join('\n')}\n`))).list
    assert.deepEqual(
      body?.glucose_data?.detailed_blood_glucose_samples?.map(({ timestamp }) => timestamp),
      [
        '2026-11-01T01:50:00.000000-04:00',
        '2026-11-01T01:55:00.000000-04:00',
        '2026-11-01T01:00:00.000000-05:00',
        '2026-11-01T01:05:00.000000-05:00',
        '2026-11-01T02:00:00.000000-05:00',
      ],
    )
  })

  test('is refused with a sentence when it is another table', async () => {
    await assert.rejects(bodies(Buffer.from('a,b,c\n1,2,3\n')), /^TellusError: clarity\.csv is no export of Dexcom/)
  })
})

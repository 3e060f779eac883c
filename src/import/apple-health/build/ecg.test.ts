import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readEcg, readEcgHead } from './ecg.ts'

const english = `Name,Mira Holt
Date of Birth,"Apr 2, 1988"
Recorded Date,2024-01-02 07:03:01 +0100
Classification,Sinus Rhythm
Symptoms,
Software Version,2.0
Device,"Watch6,1"
Sample Rate,512 hertz


Lead,Lead I
Unit,µV

-12.5
900.125
3e1
`

const german = `\uFEFFName;Mira Holt\r
Geburtsdatum;02.04.1988\r
Aufzeichnungsdatum;2024-01-02 23:59:59 +0100\r
Klassifizierung;Vorhofflimmern\r
Symptome;\r
Abtastrate;512,5 Hertz\r
Ableitung;Ableitung I\r
Einheit;mV\r
\r
-0,0125\r
0,9\r
`

test('reads an electrocardiogram with its time, class and samples', () => {
  assert.deepEqual(readEcg(Buffer.from(english), 'UTC'), {
    start_timestamp: '2024-01-02T07:03:01.000000+01:00',
    avg_hr_bpm: null,
    afib_classification: 0,
    raw_signal: [
      { timestamp: '2024-01-02T07:03:01.000000+01:00', potential_uV: -12.5 },
      { timestamp: '2024-01-02T07:03:01.001953+01:00', potential_uV: 900.125 },
      { timestamp: '2024-01-02T07:03:01.003906+01:00', potential_uV: 30 },
    ],
  })
})

test('reads it in another language, with a byte order mark, decimal commas and millivolts', () => {
  const read = readEcg(Buffer.from(german), 'UTC')
  assert.equal(read?.start_timestamp, '2024-01-02T23:59:59.000000+01:00')
  assert.equal(read?.afib_classification, 1)
  assert.deepEqual(
    read?.raw_signal?.map(({ potential_uV }) => potential_uV),
    [-12.5, 900],
  )
})

test('calls inconclusive what is neither, and other tables none', () => {
  assert.equal(readEcgHead(Buffer.from(english.replace('Sinus Rhythm', 'Poor Recording')), 'UTC')?.afib, 2)
  assert.equal(readEcg(Buffer.from('a,b\n1,2\n'), 'UTC'), null)
})

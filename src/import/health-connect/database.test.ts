import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { suite, test } from 'node:test'
import { importSorted } from '../../testing/by-type.ts'
import { type HealthConnectWriter, healthConnectDatabase } from '../../testing/health-connect-writer.ts'
import { healthConnect } from './importer.ts'

const at = (text: string): number => Date.parse(text)
const importedFrom = (bytes: Uint8Array) => importSorted(healthConnect, 'health_connect_export.db', bytes)
const imported = (write: (writer: HealthConnectWriter) => void) => importedFrom(healthConnectDatabase(write))

suite('a database that was built to harm', () => {
  test('is not read where it is a program: views, generated columns, virtual tables', async () => {
    const { of } = await imported((writer) => {
      writer.run('drop table steps_record_table')
      writer.run(
        'create view steps_record_table as with recursive n(i) as (select 1 union all select i + 1 from n) select i as count, 1743235200000 as start_time, 1743235800000 as end_time from n',
      )
      writer.run('drop table floors_climbed_record_table')
      writer.run('create virtual table floors_climbed_record_table using fts5(floors, start_time, end_time)')
      writer.run('drop table weight_record_table')
      writer.run(
        'create table weight_record_table (row_id integer primary key, time integer, weight real generated always as (length(hex(zeroblob(1000)))) virtual)',
      )
      writer.run('insert into weight_record_table (time) values (1743235200000)')
      writer.add('height_record_table', { time: at('2025-03-29T06:20Z'), zone_offset: 3600, height: 1.8 })
    })
    assert.equal(of.daily.length, 0)
    const [measured] = of.body[0]?.measurements_data?.measurements ?? []
    assert.deepEqual([measured?.height_cm, measured?.weight_kg], [180, undefined])
  })

  test('has no say over its own keys: a column called rowid leaves the series out', async () => {
    const { of } = await imported((writer) => {
      writer.run('drop table heart_rate_record_table')
      writer.run('create table heart_rate_record_table (rowid text, start_zone_offset integer)')
      writer.add('heart_rate_record_series_table', {
        parent_key: 1,
        beats_per_minute: 60,
        epoch_millis: 1_743_235_200_000,
      })
      writer.add('height_record_table', { time: at('2025-03-29T06:20Z'), zone_offset: 3600, height: 1.8 })
    })
    assert.equal(of.daily.length, 0)
  })

  test('gives nothing for times, offsets and values that cannot be, and counts them', async () => {
    const { records, warnings } = await imported((writer) => {
      writer.run("insert into weight_record_table (time, weight) values (9223372036854775807, 70000), ('soon', 70000)")
      writer.add('weight_record_table', { time: 1e18, weight: 70_000 })
      writer.add('weight_record_table', { time: -5, weight: 70_000 })
      writer.add('weight_record_table', { time: 1_743_235_200_000, zone_offset: 1e9, weight: 70_000 })
      writer.add('weight_record_table', { time: 1_743_235_200_000, zone_offset: 0, weight: 'heavy' })
      writer.add('weight_record_table', { time: 1_743_235_200_000, zone_offset: 0, weight: 1e9 })
      writer.add('nutrition_record_table', { start_time: 1e17, end_time: 1e17, energy: 5 })
      writer.add('sleep_session_record_table', { start_time: 5, end_time: 1 })
    })
    assert.deepEqual(records, [])
    assert.deepEqual(warnings, [
      'Left out entries without a readable time (7).',
      'Left out entries without a readable value (1).',
      'Left out values that no body or device can have: weight_kg (1).',
    ])
  })

  test('is refused when it holds no table of Health Connect', async () => {
    const db = new DatabaseSync(':memory:')
    db.exec('create table notes (text)')
    const bytes = Buffer.from(db.serialize())
    db.close()
    await assert.rejects(importedFrom(bytes), /holds no table of Health Connect/)
  })

  test('is read though it says that it has a log beside it', async () => {
    const bytes = healthConnectDatabase((writer) => {
      writer.add('height_record_table', { time: at('2025-03-29T06:20Z'), zone_offset: 3600, height: 1.8 })
    })
    // Write and read version 2 of the header mean write-ahead logging.
    bytes[18] = 2
    bytes[19] = 2
    assert.equal((await importedFrom(bytes)).records.length, 1)
  })
})

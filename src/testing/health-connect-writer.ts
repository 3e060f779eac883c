import { DatabaseSync } from 'node:sqlite'

const base =
  'row_id integer primary key autoincrement, uuid blob, last_modified_time integer, client_record_id text, client_record_version text, device_info_id integer, app_info_id integer, recording_method integer'
const instant = `${base}, time integer, zone_offset integer, local_date integer`
const interval = `${base}, start_time integer, start_zone_offset integer, end_time integer, end_zone_offset integer, local_date integer`

/** The tables as AOSP's helpers make them, as far as they are read. */
const schema: Readonly<Record<string, string>> = {
  application_info_table:
    'row_id integer primary key autoincrement, package_name text, app_name text, app_icon blob, record_types_used text',
  device_info_table: 'row_id integer primary key autoincrement, manufacturer text, model text, device_type integer',
  health_data_category_priority_table:
    'row_id integer primary key autoincrement, health_data_category integer, app_id_priority_order text',
  steps_record_table: `${interval}, count integer`,
  distance_record_table: `${interval}, distance real`,
  floors_climbed_record_table: `${interval}, floors real`,
  active_calories_burned_record_table: `${interval}, energy real`,
  total_calories_burned_record_table: `${interval}, energy real`,
  hydration_record_table: `${interval}, volume real`,
  heart_rate_record_table: interval,
  heart_rate_record_series_table: 'parent_key integer, beats_per_minute integer, epoch_millis integer',
  SpeedRecordTable: interval,
  speed_record_table: 'parent_key integer, speed real, epoch_millis integer',
  resting_heart_rate_record_table: `${instant}, beats_per_minute integer`,
  heart_rate_variability_rmssd_record_table: `${instant}, heart_rate_variability_millis real`,
  oxygen_saturation_record_table: `${instant}, percentage real`,
  respiratory_rate_record_table: `${instant}, rate real`,
  vo2_max_record_table: `${instant}, measurement_method integer, vo2_milliliters_per_minute_kilogram real`,
  weight_record_table: `${instant}, weight real`,
  height_record_table: `${instant}, height real`,
  body_fat_record_table: `${instant}, percentage real`,
  basal_metabolic_rate_record_table: `${instant}, basal_metabolic_rate real`,
  blood_pressure_record_table: `${instant}, systolic real, diastolic real`,
  blood_glucose_record_table: `${instant}, specimen_source integer, level real`,
  menstruation_flow_record_table: `${instant}, flow integer`,
  sleep_session_record_table: `${interval}, title text, notes text`,
  sleep_stages_table: 'parent_key integer, stage_start_time integer, stage_end_time integer, stage_type integer',
  exercise_session_record_table: `${interval}, exercise_type integer, title text, notes text, has_route integer`,
  exercise_laps_table: 'parent_key integer, lap_start_time integer, lap_end_time integer, lap_length real',
  exercise_route_table: 'parent_key integer, timestamp_millis integer, latitude real, longitude real, altitude real',
  nutrition_record_table: `${interval}, meal_name text, meal_type integer, energy real, protein real, total_carbohydrate real, total_fat real, sodium real, caffeine real`,
}

/** What a cell of a row may be. */
export type Cell = number | string | Uint8Array | null

export interface HealthConnectWriter {
  /** Adds a row; what is not named is null. Gives its `row_id`. */
  add(table: string, row: Readonly<Record<string, Cell>>): number
  /** For what no export of Health Connect has. */
  run(statement: string): void
}

/** A database like `health_connect_export.db`, with what `write` puts into it. */
export function healthConnectDatabase(write: (writer: HealthConnectWriter) => void): Buffer<ArrayBuffer> {
  const db = new DatabaseSync(':memory:')
  try {
    for (const [table, columns] of Object.entries(schema)) db.exec(`create table ${table} (${columns})`)
    db.exec('begin')
    write({
      add(table, row) {
        const names = Object.keys(row)
        const statement = db.prepare(
          `insert into ${table} (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`,
        )
        return Number(statement.run(...Object.values(row)).lastInsertRowid)
      },
      run: (statement) => db.exec(statement),
    })
    db.exec('commit')
    return Buffer.from(db.serialize())
  } finally {
    db.close()
  }
}

/** A record id of 16 bytes. */
export const recordId = (number: number): Uint8Array => {
  const bytes = Buffer.alloc(16)
  bytes.writeUInt32BE(number, 12)
  return bytes
}

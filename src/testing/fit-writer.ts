import { encodeFit, type FitFileOptions, type FitMessageSpec, type FitProfile } from '../generate/fit/encode.ts'
import { recordingProfile, timestamp } from '../generate/fit/profile.ts'

/** Number and fields of the messages that tests write, from the FIT profile. */
const profile = {
  ...recordingProfile,
  user_profile: [3, { gender: [1, 'enum'], age: [2, 'uint8'], height: [3, 'uint8', 100], weight: [4, 'uint16', 10] }],
  sport: [12, { sport: [0, 'enum'], sub_sport: [1, 'enum'], name: [3, 'string'] }],
  weight_scale: [
    30,
    {
      timestamp,
      weight: [0, 'uint16', 100],
      percent_fat: [1, 'uint16', 100],
      percent_hydration: [2, 'uint16', 100],
      bone_mass: [4, 'uint16', 100],
      muscle_mass: [5, 'uint16', 100],
      metabolic_age: [10, 'uint8'],
      bmi: [13, 'uint16', 10],
    },
  ],
  blood_pressure: [
    51,
    { timestamp, systolic_pressure: [0, 'uint16'], diastolic_pressure: [1, 'uint16'], heart_rate: [6, 'uint8'] },
  ],
  monitoring: [
    55,
    {
      timestamp,
      distance: [2, 'uint32', 100],
      cycles: [3, 'uint32', 2],
      active_time: [4, 'uint32', 1000],
      activity_type: [5, 'enum'],
      active_calories: [19, 'uint16'],
      timestamp16: [26, 'uint16'],
      heart_rate: [27, 'uint8'],
    },
  ],
  hrv: [78, { time: [0, 'uint16', 1000] }],
  length: [
    101,
    {
      timestamp,
      start_time: [2, 'uint32'],
      total_elapsed_time: [3, 'uint32', 1000],
      total_strokes: [5, 'uint16'],
      swim_stroke: [7, 'enum'],
    },
  ],
  monitoring_info: [103, { timestamp, local_timestamp: [0, 'uint32'], resting_metabolic_rate: [5, 'uint16'] }],
  field_description: [
    206,
    {
      developer_data_index: [0, 'uint8'],
      field_definition_number: [1, 'uint8'],
      fit_base_type_id: [2, 'uint8'],
      field_name: [3, 'string'],
    },
  ],
  monitoring_hr_data: [
    211,
    { timestamp, resting_heart_rate: [0, 'uint8'], current_day_resting_heart_rate: [1, 'uint8'] },
  ],
  stress_level: [227, { stress_level_value: [0, 'sint16'], stress_level_time: [1, 'uint32'] }],
  spo2_data: [269, { timestamp, reading_spo2: [0, 'uint8'] }],
} as const satisfies FitProfile

export type FitMessageName = keyof typeof profile

export const message = (
  name: FitMessageName,
  fields: FitMessageSpec['fields'],
  extra: Partial<Pick<FitMessageSpec, 'developer' | 'compressedTime'>> = {},
): FitMessageSpec => ({ name, fields, ...extra })

export { type FitMessageSpec, fitTime } from '../generate/fit/encode.ts'

/** One complete FIT file. Chain several with `Buffer.concat`. */
export const fitFile = (messages: readonly FitMessageSpec[], options: FitFileOptions = {}): Buffer<ArrayBuffer> =>
  encodeFit(profile, messages, options)

import { readDate } from '../../normalise/instant-text.ts'
import { strictNumber } from '../../normalise/units.ts'
import { isZone } from '../../normalise/zones.ts'
import type { Athlete } from '../../schema/records.ts'
import type { Row } from '../archive/csv-rows.ts'

/** What the archive says of the person. */
export interface Profile {
  /** IANA zone, if it is one. */
  zone: string | null
  heightCm: number | null
  /** Whether weights without a BMI are in kilograms: then the account is metric. */
  isMetric: boolean
  athlete: Athlete
}

/** Fitbit writes out that nothing is there. */
const told = (row: Row, heading: string): string | null => {
  const text = row(heading)
  return text === null || text.toLowerCase() === 'null' ? null : text
}

const dateIn = (row: Row, heading: string): string | null => {
  const text = told(row, heading)
  return text !== null && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(readDate(text)) ? text : null
}

/** No age: it would be that of the day of export, and change the record with every one. */
export function profileOf(row: Row): Profile {
  const zone = told(row, 'timezone')
  const sex = told(row, 'gender')?.toLowerCase() ?? null
  return {
    zone: zone !== null && isZone(zone) ? zone : null,
    heightCm: strictNumber(told(row, 'height')),
    isMetric: told(row, 'weight_unit')?.toUpperCase() === 'METRIC',
    athlete: {
      provider_user_id: told(row, 'id'),
      first_name: told(row, 'first_name'),
      last_name: told(row, 'last_name'),
      email: told(row, 'email_address'),
      date_of_birth: dateIn(row, 'date_of_birth'),
      sex: sex === 'male' || sex === 'female' ? sex : null,
      gender: sex,
      country: told(row, 'country'),
      state: told(row, 'state'),
      city: told(row, 'city'),
      account_creation_date: dateIn(row, 'member_since'),
    },
  }
}

import type { Athlete } from '../../schema/records.ts'
import type { User } from '../../users/user.ts'
import { urnOf } from './observation.ts'

const genders = new Set(['male', 'female', 'other', 'unknown'])

/** The person as a Patient of FHIR R4: whose account it is, and as much as the provider tells of them. */
export function patientOf(user: User, athlete: Athlete | null): object {
  const { first_name, last_name, sex, gender, date_of_birth, email, city, state, country } = athlete ?? {}
  const told = [gender, sex].find((word) => word !== null && word !== undefined && genders.has(word))
  const hasName = isText(first_name) || isText(last_name)
  return {
    resourceType: 'Patient',
    id: user.userId,
    identifier: [
      urnOf(user.userId),
      ...(user.referenceId === null ? [] : [{ type: { text: 'reference_id' }, value: user.referenceId }]),
    ],
    ...(hasName
      ? { name: [{ ...texts({ family: last_name }), ...(isText(first_name) ? { given: [first_name] } : {}) }] }
      : {}),
    ...(isText(email) ? { telecom: [{ system: 'email', value: email }] } : {}),
    ...texts({ gender: told, birthDate: date_of_birth }),
    ...(isText(city) || isText(state) || isText(country) ? { address: [texts({ city, state, country })] } : {}),
  }
}

type Maybe = string | null | undefined

const isText = (value: Maybe): value is string => typeof value === 'string' && value.trim() !== ''

/** The texts that say something. */
const texts = (values: Readonly<Record<string, Maybe>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).flatMap(([key, value]) => (isText(value) ? [[key, value]] : [])))

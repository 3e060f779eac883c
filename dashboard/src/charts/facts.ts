import { activityTypeNames } from '../../../src/schema/enums.ts'
import type { Athlete, HealthObservation, HormoneSample, PlannedWorkout } from '../../../src/schema/records.ts'
import { clockOf, clockText, dayName, ownDay, readInstant } from './clock.ts'
import { amountText, countText, distanceText, durationText, NONE, withUnit } from './units.ts'

/** What is known of a thing that has no drawing: a title, a sentence, and the facts by name. */
export interface Facts {
  title: string
  finding: string
  facts: { name: string; value: string }[]
}

const known = (facts: [string, string | null | undefined][]) =>
  facts.flatMap(([name, value]) => (value && value !== NONE ? [{ name, value }] : []))

/** Day and local clock of a timestamp: `3 Jul, 08:36`. */
export function whenText(timestamp: string | null | undefined): string {
  const instant = readInstant(timestamp)
  return timestamp && instant ? `${dayName(ownDay(timestamp))}, ${clockText(instant.ms, clockOf([timestamp]))}` : NONE
}

/** The person as the provider knows them. */
export function athleteFacts(athlete: Athlete): Facts {
  const name = [athlete.first_name, athlete.last_name].filter(Boolean).join(' ')
  const facts = known([
    ['Name', name],
    ['Age', amountText(athlete.age)],
    ['Born', athlete.date_of_birth],
    ['Sex', athlete.sex],
    ['Gender', athlete.gender],
    ['Lives in', [athlete.city, athlete.state, athlete.country].filter(Boolean).join(', ')],
    ['E-mail', athlete.email],
    ['About', athlete.bio],
    ['Account since', athlete.account_creation_date?.slice(0, 10)],
    ['Provider’s user id', athlete.provider_user_id],
  ])
  return { title: 'Athlete', finding: name || `${countText(facts.length, 'fact')} known`, facts }
}

/** One hormone test. */
export function hormoneFacts(sample: HormoneSample): Facts {
  const facts = known([
    ['LH', withUnit(sample.lh_mIU_per_ml, 'mIU/ml', 2)],
    ['E3G', withUnit(sample.e3g_ng_per_ml, 'ng/ml', 1)],
    ['PdG', withUnit(sample.pdg_ug_per_ml, 'µg/ml', 2)],
    ['hCG', withUnit(sample.hcg_mIU_per_ml, 'mIU/ml', 2)],
    ['FSH', withUnit(sample.fsh_mIU_per_ml, 'mIU/ml', 2)],
  ])
  const words = facts.map((fact) => `${fact.name} ${fact.value}`)
  return { title: 'Hormone test', finding: `${whenText(sample.timestamp)}: ${words.join(', ') || 'no values'}`, facts }
}

const severities = [null, 'not present', 'mild', 'moderate', 'severe']

/** One observation: what, when, how strong. */
export function observationFacts(observation: HealthObservation): Facts {
  const { metadata, observation_data: data } = observation
  const what = data.observation_type.replaceAll('_', ' ')
  const severity = severities[data.severity ?? 0]
  const { quantity, unit, boolean, text, code } = data.value ?? {}
  const value =
    typeof quantity === 'number'
      ? withUnit(quantity, unit ?? '', 2)
      : typeof boolean === 'boolean'
        ? boolean
          ? 'yes'
          : 'no'
        : (text ?? code)
  const retracted = data.status === 3
  return {
    title: 'Observation',
    finding: [
      `${what.charAt(0).toUpperCase()}${what.slice(1)}`,
      ...(severity ? [severity] : []),
      ...(retracted ? ['taken back'] : []),
    ].join(', '),
    facts: known([
      ['Began', whenText(metadata.start_time)],
      ['Ended', metadata.end_time && metadata.end_time !== metadata.start_time ? whenText(metadata.end_time) : null],
      ['Severity', severity],
      ['Value', value],
      ['Codes', data.codes?.map((each) => `${each.system} ${each.code}`).join(', ')],
      ['Notes', data.notes],
    ]),
  }
}

/** A planned workout: day, sport, expected figures and its steps in words. */
export function plannedFacts(planned: PlannedWorkout): Facts {
  const metadata = planned.details?.metadata
  const date = planned.planned_date ?? metadata?.planned_date
  const steps = planned.details?.steps ?? []
  return {
    title: 'Planned workout',
    finding: [metadata?.name ?? 'Workout', ...(date ? [`planned for ${dayName(date)}`] : [])].join(', '),
    facts: known([
      ['Sport', typeof metadata?.type === 'number' ? activityTypeNames.get(metadata.type) : null],
      ['Description', metadata?.description],
      ['Time', durationText(metadata?.estimated_duration_seconds)],
      ['Distance', distanceText(metadata?.estimated_distance_meters)],
      ['Energy', withUnit(metadata?.estimated_calories, 'kcal')],
      ['Training stress', amountText(metadata?.estimated_tss, 1)],
      ['Steps', steps.map((step) => step.name ?? (step.type === 1 ? 'block' : 'step')).join(' → ')],
      ['Not kept exactly', planned.coercion_warnings],
    ]),
  }
}

import {
  HealthObservationCategory,
  ObservationSeverity,
  ObservationStatus,
  ObservationValueType,
} from '../../schema/enums.ts'
import type { ProviderSlug } from '../../schema/providers.ts'
import type { HealthObservation, HealthObservationData } from '../../schema/records.ts'
import { cycleAround, phaseOn } from '../life/cycle.ts'
import type { Sex } from '../life/person.ts'
import { clockTime, type LocalDay, stamp } from '../local-day.ts'
import { round } from '../numbers.ts'
import { type Random, randomStream } from '../random.ts'
import { idOf, type Scene } from '../scene.ts'

/** One kind of observation a platform can hold. */
interface Observable {
  type: string
  category: HealthObservationCategory
  /** Name in the platform's own vocabulary. */
  code: string
  only?: Sex
  value: 'severity' | 'presence' | 'ovulation-test' | 'minutes' | 'mood'
}

const { SYMPTOM, REPRODUCTIVE_HEALTH, SELF_CARE, STATE_OF_MIND } = HealthObservationCategory
const apple = 'HKCategoryTypeIdentifier'

const observables: Partial<Record<ProviderSlug, readonly Observable[]>> = {
  APPLE: [
    { type: 'headache', category: SYMPTOM, code: `${apple}Headache`, value: 'severity' },
    { type: 'fatigue', category: SYMPTOM, code: `${apple}Fatigue`, value: 'severity' },
    { type: 'lower_back_pain', category: SYMPTOM, code: `${apple}LowerBackPain`, value: 'severity' },
    { type: 'mindful_session', category: SELF_CARE, code: `${apple}MindfulSession`, value: 'minutes' },
    { type: 'state_of_mind', category: STATE_OF_MIND, code: 'HKStateOfMind', value: 'mood' },
    {
      type: 'ovulation_test_result',
      category: REPRODUCTIVE_HEALTH,
      code: `${apple}OvulationTestResult`,
      only: 'female',
      value: 'ovulation-test',
    },
  ],
  HEALTH_CONNECT: [
    { type: 'mindfulness_session', category: SELF_CARE, code: 'MindfulnessSessionRecord', value: 'minutes' },
    {
      type: 'ovulation_test_result',
      category: REPRODUCTIVE_HEALTH,
      code: 'OvulationTestRecord',
      only: 'female',
      value: 'ovulation-test',
    },
    {
      type: 'intermenstrual_bleeding',
      category: REPRODUCTIVE_HEALTH,
      code: 'IntermenstrualBleedingRecord',
      only: 'female',
      value: 'presence',
    },
  ],
  CLUE: [
    { type: 'abdominal_cramps', category: SYMPTOM, code: 'pain/period_cramps', value: 'severity' },
    { type: 'breast_tenderness', category: SYMPTOM, code: 'pain/breast_tenderness', value: 'severity' },
    { type: 'fatigue', category: SYMPTOM, code: 'energy/exhausted', value: 'severity' },
    { type: 'ovulation_test_result', category: REPRODUCTIVE_HEALTH, code: 'tests/ovulation', value: 'ovulation-test' },
  ],
}

const systems: Partial<Record<ProviderSlug, string>> = {
  APPLE: 'healthkit',
  HEALTH_CONNECT: 'health_connect',
  CLUE: 'clue',
}

/** One or two things the person noted on a day. */
export function healthObservations(scene: Scene, day: LocalDay): HealthObservation[] {
  const { person, slug } = scene
  const random = randomStream(person.seed, slug, 'observations', day.date)
  const possible = (observables[slug] ?? []).filter(({ only }) => only === undefined || only === person.sex)
  if (possible.length === 0) return []
  const first = random.pick(possible)
  const second = random.pick(possible)
  const noted = first === second || random.chance(0.5) ? [first] : [first, second]
  return noted.map((observable, index) => {
    const startMs = clockTime(day, random.integer(7 * 60, 12 * 60) + index * 9 * 60)
    const minutes = random.integer(5, 25)
    return {
      metadata: {
        summary_id: idOf(scene, 'health_observation', day.date, index),
        start_time: stamp(person.zone, startMs),
        end_time: stamp(person.zone, startMs + (observable.value === 'minutes' ? minutes * 60_000 : 0)),
        timestamp_localization: 1,
      },
      observation_data: {
        category: observable.category,
        observation_type: observable.type,
        codes: [{ system: systems[slug] ?? slug.toLowerCase(), code: observable.code }],
        status: ObservationStatus.FINAL,
        ...valueOfObservation(scene, day, observable, minutes, random),
      },
    }
  })
}

type Valued = Pick<HealthObservationData, 'value' | 'severity' | 'components'>

function valueOfObservation(
  scene: Scene,
  day: LocalDay,
  { value }: Observable,
  minutes: number,
  random: Random,
): Valued {
  switch (value) {
    case 'presence':
      return { value: { value_type: ObservationValueType.NONE } }
    case 'minutes':
      return { value: { value_type: ObservationValueType.QUANTITY, quantity: minutes, unit: 'min' } }
    case 'severity': {
      const { NOT_PRESENT, MILD, MODERATE, SEVERE } = ObservationSeverity
      const severity = random.pick([NOT_PRESENT, MILD, MILD, MODERATE, MODERATE, SEVERE])
      return { value: { value_type: ObservationValueType.NONE }, severity }
    }
    case 'ovulation-test': {
      const { phase } = phaseOn(cycleAround(scene.person, day.number), day.number)
      const code =
        phase === 'ovulation' ? 'luteinizing_hormone_surge' : phase === 'fertile' ? 'estrogen_surge' : 'negative'
      return { value: { value_type: ObservationValueType.CODE, code } }
    }
    case 'mood': {
      const valence = round(random.normal(0.25, 0.35), 2)
      const label = valence > 0.4 ? 'content' : valence > 0 ? 'calm' : valence > -0.3 ? 'stressed' : 'sad'
      return {
        value: { value_type: ObservationValueType.QUANTITY, quantity: valence, unit: 'valence' },
        components: [
          { code: 'valence', value: { value_type: ObservationValueType.QUANTITY, quantity: valence } },
          { code: 'label', value: { value_type: ObservationValueType.CODE, code: label } },
        ],
      }
    }
  }
}

import type { Athlete } from '../../schema/records.ts'
import { known } from '../filled.ts'
import { ageOn } from '../life/person.ts'
import { addDays, type LocalDay } from '../local-day.ts'
import { randomStream } from '../random.ts'
import { numericId, type Scene } from '../scene.ts'

/** Mailbox name without accents; example.com is set aside for documentation and reaches nobody. */
const mailbox = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/[^a-z]/gi, '')
    .toLowerCase()

/** The person as far as the provider tells. */
export function athlete(scene: Scene, day: LocalDay): Athlete {
  const { can, person } = scene
  const { home } = person
  const member = randomStream(person.seed, 'member').integer(200, 2400)
  return known<Athlete>({
    provider_user_id: numericId(scene, 'user'),
    first_name: can.profile_name ? person.firstName : undefined,
    last_name: can.profile_name ? person.lastName : undefined,
    email: can.profile_email ? `${mailbox(person.firstName)}.${mailbox(person.lastName)}@example.com` : undefined,
    date_of_birth: can.profile_birth ? person.birthDate : undefined,
    age: can.profile_birth || can.profile_age ? ageOn(person.birthDate, day.date) : undefined,
    sex: can.profile_sex ? person.sex : undefined,
    gender: can.profile_sex ? person.sex : undefined,
    city: can.profile_place ? home.city : undefined,
    state: can.profile_place ? home.state : undefined,
    country: can.profile_place ? home.country : undefined,
    account_creation_date: can.profile_name ? addDays(day.date, -member) : undefined,
  })
}

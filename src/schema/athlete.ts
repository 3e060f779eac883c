import type { z } from 'zod'
import { date, dateOrTimestamp, integer, nullish, object, text } from './fields.ts'

export const athleteSchema = object('Athlete', 'The person, as the provider knows them.', {
  age: nullish(integer, 'Age, years.'),
  country: nullish(text, 'Country the user lives in.'),
  bio: nullish(text, 'What the user says of themselves.'),
  state: nullish(text, 'State or region the user lives in.'),
  last_name: nullish(text, 'Family name.'),
  sex: nullish(text, 'Sex, a lower-case word.'),
  city: nullish(text, 'City the user lives in.'),
  email: nullish(text, 'E-mail address.'),
  date_of_birth: nullish(date, 'Day of birth.'),
  first_name: nullish(text, 'Given name.'),
  gender: nullish(text, 'Gender, a lower-case word.'),
  account_creation_date: nullish(dateOrTimestamp, 'When the account at the provider was made.'),
  provider_user_id: nullish(text, "The provider's id of the user."),
})
export type Athlete = z.infer<typeof athleteSchema>

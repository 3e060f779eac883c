import type { Hub } from '../hub.ts'
import { TellusError } from '../lib/errors.ts'
import { type WorkoutTemplate, workoutTemplateSchema } from '../schema/workout-template.ts'
import { insertTemplate, selectTemplate, selectTemplates, type TemplateRow } from './store.ts'

/** An id as it stands in a path, if it is one: a decimal int64 above 0. */
export const isWorkoutId = (text: string): boolean =>
  /^[1-9]\d{0,18}$/.test(text) && BigInt(text) <= 9_223_372_036_854_775_807n

/** The sentence for a template that does not exist or belongs to another environment. */
export const workoutNotFound = () => new TellusError('not_found', 'workout not found')

const templateOf = ({ id, template }: TemplateRow): WorkoutTemplate => ({
  ...workoutTemplateSchema.parse(template),
  workout_id: id,
})

/** Keeps a template of an environment; gives its id. It is pushed nowhere until it is planned. */
export const keepTemplate = (
  hub: Pick<Hub, 'db' | 'clock'>,
  environmentId: string,
  { workout_id: _, ...template }: WorkoutTemplate,
): Promise<string> => insertTemplate(hub.db, environmentId, template, new Date(hub.clock.now()))

/** The templates of an environment, oldest first. */
export const listTemplates = async (hub: Pick<Hub, 'db'>, environmentId: string): Promise<WorkoutTemplate[]> =>
  (await selectTemplates(hub.db, environmentId)).map(templateOf)

/** A template of an environment. Throws 404. */
export async function findTemplate(hub: Pick<Hub, 'db'>, environmentId: string, id: string): Promise<WorkoutTemplate> {
  const row = isWorkoutId(id) ? await selectTemplate(hub.db, environmentId, id) : null
  if (row === null) throw workoutNotFound()
  return templateOf(row)
}

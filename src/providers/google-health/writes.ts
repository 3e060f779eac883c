import { z } from 'zod'
import { activitySchema } from '../../schema/activity.ts'
import { bodySchema } from '../../schema/body.ts'
import { nutritionSchema } from '../../schema/nutrition.ts'
import { askJson, callProvider } from '../call.ts'
import type { Access } from '../provider.ts'
import { ProviderError } from '../provider-error.ts'
import type { Lose, Writing, Written } from '../writing.ts'
import { me } from './client.ts'
import { activityPoints, bodyPoints, nutritionPoints, type Point } from './points.ts'
import { idOf } from './shapes.ts'

/** A point that was made, within the operation that made it. */
const made = z.object({ response: z.object({ name: z.string().includes('/dataPoints/') }) })

/** The id of a record is that of all its points: `weight/4711+height/4712`. */
const partOf = /^(exercise|weight|height|nutrition-log|hydration-log)\/([A-Za-z0-9-]{1,63})$/

async function writePoints(access: Access, points: readonly Point[], takes: string): Promise<string> {
  if (points.length === 0) throw new ProviderError('refused', `it takes ${takes} alone`)
  const parts: string[] = []
  try {
    for (const { type, point } of points) {
      const address = `${me}/dataTypes/${type}/dataPoints`
      const { response } = await askJson(access, made, address, { method: 'POST', body: point })
      parts.push(`${type}/${idOf(response.name)}`)
    }
  } catch (error) {
    // A record of which a part is missing is none that anybody wrote.
    if (parts.length > 0) await remove(access, parts.join('+')).catch(() => undefined)
    throw error
  }
  return parts.join('+')
}

/** Takes the points of a record away; 404 where one was not there, and where the id is none of ours. */
async function remove(access: Access, id: string): Promise<number> {
  const parts = id.split('+').map((part) => partOf.exec(part))
  if (parts.some((part) => part === null)) return 404
  let status = 204
  for (const [, type = '', number = ''] of parts.flatMap((part) => (part === null ? [] : [part]))) {
    const path = `/dataTypes/${type}/dataPoints`
    const body = { names: [`users/me${path}/${number}`] }
    const answer = await callProvider(access, `${me}${path}:batchDelete`, { method: 'POST', body, expected: [404] })
    if (answer.status === 404) status = 404
  }
  return status
}

/** How records of a shape are put there as points. */
const writingOf = <S extends z.ZodType>(
  schema: S,
  pointsOf: (record: z.output<S>, lose: Lose) => Point[],
  takes: string,
): Writing => ({
  async write(access, record): Promise<Written> {
    const parsed = schema.safeParse(record)
    if (!parsed.success) throw new ProviderError('refused', 'the record is of another shape')
    const lost = new Set<string>()
    const id = await writePoints(
      access,
      pointsOf(parsed.data, (what) => lost.add(what)),
      takes,
    )
    return { id, lost: [...lost] }
  },
  remove,
})

/** What can be put to Google Health. */
export const writes = {
  activity: writingOf(activitySchema, activityPoints, 'activities'),
  body: writingOf(bodySchema, bodyPoints, 'weight and height'),
  nutrition: writingOf(nutritionSchema, nutritionPoints, 'meals, and drinks in millilitres'),
} satisfies Record<string, Writing>

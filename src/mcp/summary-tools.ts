import { z } from 'zod'
import type { DataType } from '../schema/records.ts'
import { daysAnswer, daysAsked, daysOf } from './arguments.ts'
import { pageOf } from './page.ts'
import { personOf, readViewed, type ViewedType, withSource } from './records.ts'
import { readOnly, type Tools } from './server.ts'
import { activitySummary, bodySummary, dailySummary, sleepSummary } from './summaries.ts'
import type { Summary } from './summary.ts'

const mostDays = 366

/** The tools that tell the few figures that say most: of days, nights, workouts and what was measured of the body. */
export function addSummaryTools(tools: Tools): void {
  add(tools, 'daily', dailySummary, {
    name: 'get_daily_summary',
    title: 'Days',
    description:
      'One line for each local day: steps, distance, energy, time active, heart rate and its variability, oxygen, stress and scores.',
  })
  add(tools, 'sleep', sleepSummary, {
    name: 'get_sleep',
    title: 'Sleep',
    description:
      'One line for each night and nap that touches the days: when it was, time in each stage, heart rate, breathing and scores. A night belongs to the day on which it ended.',
  })
  add(tools, 'activity', activitySummary, {
    name: 'get_activities',
    title: 'Workouts',
    description:
      'One line for each workout: sport, when, duration, distance, climb, energy, heart rate, speed and power. get_activity tells all of one, with its samples.',
  })
  add(tools, 'body', bodySummary, {
    name: 'get_body',
    title: 'Body',
    description:
      'One line for each local day with measurements of the body: weight and its composition, blood pressure, glucose, temperatures, oxygen, water. Single readings are in get_records with type body and with_samples.',
  })
}

function add<T extends ViewedType & DataType>(
  { hub, token, server, answer }: Tools,
  type: T,
  summary: Summary<T>,
  { name, title, description }: { name: string; title: string; description: string },
): void {
  const inputSchema = z.strictObject(daysAsked(mostDays))
  const outputSchema = z.object(daysAnswer(summary.schema))
  server.registerTool(name, { title, description, inputSchema, outputSchema, annotations: readOnly }, (asked) =>
    answer(name, async () => {
      const days = daysOf(hub, asked, mostDays)
      const person = withSource(await personOf(hub, token), asked.source)
      const several = readViewed(hub, person, type, days, false)
      const page = await pageOf(several, asked.skip, (item) => summary.show(item))
      return { first_day: days.first, last_day: days.last, ...page }
    }),
  )
}

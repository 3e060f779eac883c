import type { LivedDay } from '../../life/life.ts'
import type { NewsItem } from '../double.ts'
import { cyclesOf, dailyOf, epochsOf, metricsOf, stressOf, weighingsOf } from './days.ts'
import { saturationsOf, skinTemperaturesOf, sleepsOf, variabilityOf } from './nights.ts'
import type { Wearer } from './wearer.ts'
import { activitiesOf, detailsOf } from './workouts.ts'

/** A kind of summaries: its key in notifications, its name in addresses, what opens it, and those of a day. */
export interface Kind {
  key: string
  path: string
  scope: 'ACTIVITY_EXPORT' | 'HEALTH_EXPORT' | 'MCT_EXPORT'
  /** What happens when there are new ones. */
  toldWith: NewsItem['type']
  of(wearer: Wearer, lived: LivedDay): object[]
}

const health = (key: string, toldWith: NewsItem['type'], of: Kind['of'], path = key): Kind => ({
  key,
  path,
  scope: 'HEALTH_EXPORT',
  toldWith,
  of,
})
const workouts = (key: string, of: Kind['of']): Kind => ({
  key,
  path: key,
  scope: 'ACTIVITY_EXPORT',
  toldWith: 'activity',
  of,
})

export const kinds: readonly Kind[] = [
  health('dailies', 'daily', dailyOf),
  health('epochs', 'daily', epochsOf),
  health('stressDetails', 'daily', stressOf),
  health('userMetrics', 'daily', metricsOf),
  health('sleeps', 'sleep', sleepsOf),
  health('hrv', 'sleep', variabilityOf),
  health('skinTemp', 'sleep', skinTemperaturesOf),
  health('pulseox', 'sleep', saturationsOf, 'pulseOx'),
  health('bodyComps', 'body', weighingsOf),
  // None of the sandbox's people has a cuff.
  health('bloodPressures', 'body', () => []),
  workouts('activities', activitiesOf),
  workouts('activityDetails', detailsOf),
  { key: 'mct', path: 'mct', scope: 'MCT_EXPORT', toldWith: 'daily', of: cyclesOf },
]

/** What there is of a kind of some days. */
export const summariesOf = ({ of }: Kind, wearer: Wearer, dates: readonly string[]): object[] =>
  dates.flatMap((date) => {
    const lived = wearer.life.day(date)
    return lived === null ? [] : of(wearer, lived)
  })

import { oauth2 } from '../oauth2.ts'
import type { CloudProvider } from '../provider.ts'
import { activity } from './activity.ts'
import { body } from './body.ts'
import { accountOf, endRegistration, grantedOf, historyScope } from './client.ts'
import { daily } from './daily.ts'
import { menstruation } from './menstruation.ts'
import { notification } from './notification.ts'
import { sleep } from './sleep.ts'
import { conform } from './tokens.ts'
import { writes } from './writes.ts'

/** Garmin, by the Health, Activity and Women's Health APIs of its Connect Developer Program. Sources stand in README.md. */
export const garmin: CloudProvider = {
  kind: 'cloud',
  name: 'GARMIN',
  label: 'Garmin',
  logo: '<svg viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round" stroke-linecap="round" aria-hidden="true"><path d="M12 5 4 18h16z"/><path d="M12 5v8"/></svg>',
  hasDouble: true,
  signIn: oauth2({
    authorizeUrl: 'https://connect.garmin.com/oauth2Confirm',
    tokenUrl: 'https://diauth.garmin.com/di-oauth2-service/oauth/token',
    clientAuthentication: 'body',
    sendsScopes: false,
    conform,
    revoke: endRegistration,
  }),
  setup: {
    url: 'https://developerportal.garmin.com',
    steps: [
      'Garmin gives keys to companies and institutions alone, after a review, and takes no new ones while its Connect Developer Program is on hold. Without keys, people can bring their data as files: Garmin’s own export of everything, or the FIT files of their watch.',
      'Make an app of the type Connect Developer, Evaluation, with the Health, Activity and Women’s Health APIs (and the Training API to plan workouts), and enter the callback URL as its OAuth redirect URL.',
      'Open https://apis.garmin.com/tools/endpoints with the app’s client ID and secret. For every kind of summary enter the webhook URL with ?secret= and the webhook secret behind it, choose push, and tick enabled.',
      'Copy its client ID and client secret. Have people tick historical data when they allow access: Garmin leaves it out.',
    ],
    webhook: 'address_and_secret',
  },
  scopes: [
    { name: 'ACTIVITY_EXPORT', types: ['activity'] },
    { name: 'HEALTH_EXPORT', types: ['body', 'daily', 'sleep'] },
    { name: 'MCT_EXPORT', types: ['menstruation'] },
    // What was recorded before the person connected.
    { name: historyScope, types: [] },
    { name: 'WORKOUT_IMPORT', types: [], writes: ['planned_workout'] },
  ],
  account: accountOf,
  granted: grantedOf,
  resources: { activity, body, daily, menstruation, sleep },
  notification,
  // Its terms forbid to ask for what is new. What is asked once a day is whether the person is still registered.
  isNeverAsked: true,
  writes,
  writesNot: 'Garmin takes planned workouts, and what was done or measured comes from its devices alone',
  pollMinutes: 24 * 60,
  rates: [{ per: 'app', calls: 100, seconds: 60 }],
}

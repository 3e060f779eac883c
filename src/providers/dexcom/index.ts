import { oauth2 } from '../oauth2.ts'
import type { CloudProvider } from '../provider.ts'
import { activity } from './activity.ts'
import { athlete } from './athlete.ts'
import { body } from './body.ts'
import { accountAt } from './client.ts'
import { daily } from './daily.ts'
import { nutrition } from './nutrition.ts'

/** Where the accounts of a part of the world are: none of them is known to the others. */
interface Region extends Pick<CloudProvider, 'name' | 'label'> {
  base: string
  /** How a developer is let in there. */
  access: string
}

/** Dexcom in one region, by version 3 of its API. Where each fact comes from stands in README.md. */
const dexcomIn = ({ name, label, base, access }: Region): CloudProvider => ({
  kind: 'cloud',
  hasDouble: true,
  name,
  label,
  logo: '<svg viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round" stroke-linecap="round" aria-hidden="true"><path d="M12 3.5c3.5 4.3 5.3 7.3 5.3 10a5.3 5.3 0 0 1-10.6 0c0-2.7 1.8-5.7 5.3-10z"/><path d="M3 14h5l1.5-2.5L12 16l1.5-2H21"/></svg>',
  signIn: oauth2({
    authorizeUrl: `${base}/v2/oauth2/login`,
    tokenUrl: `${base}/v2/oauth2/token`,
    pkce: false,
    clientAuthentication: 'body',
  }),
  setup: {
    url: 'https://developer.dexcom.com',
    steps: [
      'Register as a developer at Dexcom, and make an app.',
      'Enter the callback URL as its redirect URI.',
      access,
      'Copy its client ID and client secret.',
    ],
  },
  // The one there is. It opens all, and gives a refresh token.
  scopes: [{ name: 'offline_access', types: ['activity', 'athlete', 'body', 'daily', 'nutrition'] }],
  account: (asking) => accountAt(asking, base),
  resources: {
    activity: activity(base),
    athlete: athlete(base),
    body: body(base),
    daily: daily(base),
    nutrition: nutrition(base),
  },
  writesNot: 'Dexcom’s API only reads',
  // Dexcom shows what apps sent it after one to three hours: asking more often would not make it sooner.
  pollMinutes: 60,
  rates: [{ per: 'app', calls: 60_000, seconds: 3600 }],
})

export const dexcom = dexcomIn({
  name: 'DEXCOM',
  label: 'Dexcom',
  base: 'https://api.dexcom.com',
  access: 'Ask there for production data of the United States: without it the app sees invented people alone.',
})

export const dexcomEu = dexcomIn({
  name: 'DEXCOM_EU',
  label: 'Dexcom (outside the US)',
  base: 'https://api.dexcom.eu',
  access: 'Ask there for production data of the EU and outside the US: access to the United States does not reach it.',
})

export const dexcomJp = dexcomIn({
  name: 'DEXCOM_JP',
  label: 'Dexcom (Japan)',
  base: 'https://api.dexcom.jp',
  access: 'Ask there for production data of Japan: access to another region does not reach it.',
})

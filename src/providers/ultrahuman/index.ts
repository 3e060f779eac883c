import { oauth2 } from '../oauth2.ts'
import type { CloudProvider } from '../provider.ts'
import { athlete } from './athlete.ts'
import { body } from './body.ts'
import { accountOf } from './client.ts'
import { daily } from './daily.ts'
import { sleep } from './sleep.ts'

/** Ultrahuman, by its API for partners. Where each fact comes from stands in README.md. */
export const ultrahuman: CloudProvider = {
  kind: 'cloud',
  name: 'ULTRAHUMAN',
  label: 'Ultrahuman',
  logo: '<svg viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><circle cx="12" cy="12" r="8.5"/><path d="M8.5 8v4.5a3.5 3.5 0 0 0 7 0V8"/></svg>',
  hasDouble: true,
  signIn: oauth2({
    // With an s.
    authorizeUrl: 'https://auth.ultrahuman.com/authorise',
    tokenUrl: 'https://partner.ultrahuman.com/api/partners/oauth/token',
    revokeUrl: 'https://partner.ultrahuman.com/api/partners/oauth/revoke',
    pkce: false,
    clientAuthentication: 'body',
  }),
  setup: {
    url: 'https://vision.ultrahuman.com/developer',
    steps: [
      'Sign in to the developer portal of Ultrahuman with an Ultrahuman account, and make an OAuth application. There is no review.',
      'Enter the callback URL as its redirect URI. It takes one.',
      'Tick the scopes profile, ring_data and cgm_data: without profile nobody can be connected.',
      'Copy its client ID and client secret.',
    ],
  },
  scopes: [
    // Who signed in is only known with this one.
    { name: 'profile', types: ['athlete'] },
    { name: 'ring_data', types: ['body', 'daily', 'sleep'] },
    { name: 'cgm_data', types: ['body'] },
  ],
  account: accountOf,
  resources: { athlete, body, daily, sleep },
  writesNot: 'Ultrahuman’s API only reads',
  // It tells of nothing.
  pollMinutes: 60,
  // Ultrahuman names no figure: this is what Tellus allows itself, of which history takes half.
  rates: [{ per: 'app', calls: 120, seconds: 60 }],
}

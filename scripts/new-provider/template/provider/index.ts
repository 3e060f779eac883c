import { oauth2 } from '../oauth2.ts'
import type { CloudProvider } from '../provider.ts'
import { activity } from './activity.ts'
import { accountOf } from './client.ts'
import { notification } from './notification.ts' // +notifications

/** Acme Band, API v1. Where each fact comes from stands in README.md. */
export const acmeBand: CloudProvider = {
  kind: 'cloud',
  name: 'ACME_BAND',
  label: 'Acme Band',
  logo: '<svg viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round" stroke-linecap="round" aria-hidden="true"><circle cx="12" cy="12" r="8"/><path d="M12 8v4l3 2"/></svg>',
  hasDouble: true,
  signIn: oauth2({
    authorizeUrl: 'https://api.acme-band.example/oauth/authorize',
    tokenUrl: 'https://api.acme-band.example/oauth/token',
  }),
  setup: {
    url: 'https://developer.acme-band.example',
    steps: [
      'Make an app in the developer console of Acme Band.',
      'Enter the callback URL as its redirect URI.',
      'Enter the webhook URL there.', // +notifications
      'Copy its client ID and client secret.',
    ],
    webhook: 'address', // +notifications
  },
  scopes: [{ name: 'workouts', types: ['activity'] }],
  account: accountOf,
  resources: { activity },
  notification, // +notifications
  pollMinutes: 24 * 60,
  rates: [{ per: 'app', calls: 1000, seconds: 3600 }],
}

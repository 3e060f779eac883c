import { guardedFetch } from '../lib/guarded-fetch.ts'

/** Calls the callback of a subscription, which is our own: at whatever address we have. */
export const callBack = guardedFetch('unguarded')

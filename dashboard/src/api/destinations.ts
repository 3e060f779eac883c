import type { Destination, RevealedSecret } from '../../../src/schema/management/destination.ts'
import type { Inbox } from '../../../src/schema/management/inbox.ts'
import type { List } from '../../../src/schema/management/shared.ts'
import { patch, post, remove } from './client.ts'
import { useGet, useSend } from './query.ts'

export type { Destination } from '../../../src/schema/management/destination.ts'
export type { Inbox } from '../../../src/schema/management/inbox.ts'

/** The body of a new destination, or what of one is to change. */
export type DestinationBody = Partial<
  Pick<
    Destination,
    | 'url'
    | 'name'
    | 'event_types'
    | 'headers'
    | 'timeout_seconds'
    | 'mode'
    | 'retry'
    | 'min_interval_seconds'
    | 'max_in_flight'
    | 'rate_limit_per_second'
    | 'standard_webhooks'
    | 'disable_on_gone'
    | 'enabled'
  >
>
/** Where a new destination goes: to an address, or into an inbox of ours. */
export type NewDestination = DestinationBody & ({ kind: 'webhook' } | { kind: 'inbox'; inbox_id: string })

/** What looks different once a destination was changed. */
const touched = ['/destinations', '/attention', '/first-steps']
const at = (id: string) => `/destinations/${encodeURIComponent(id)}`

/** All destinations, oldest first, each with its last 24 hours. */
export const useDestinations = () => useGet<List<Destination>>('/destinations')

/** One destination with its last 24 hours and what waits for it. */
export const useDestination = (id: string) => useGet<Destination>(at(id))

/** Makes a destination. */
export const useCreateDestination = (onDone: (made: Destination) => void) =>
  useSend((body: NewDestination) => post<Destination>('/destinations', body), { refreshes: touched, onDone })

/** Changes a destination; switching it on answers with what it missed. */
export const useChangeDestination = (id: string, onDone?: (changed: Destination) => void) =>
  useSend((body: DestinationBody) => patch<Destination>(at(id), body), {
    refreshes: [...touched, '/deliveries'],
    ...(onDone === undefined ? {} : { onDone }),
  })

/** Deletes a destination and what waits for it. */
export const useDeleteDestination = (id: string) => useSend(() => remove(at(id)), { refreshes: touched })

/** Sends a healthcheck event to a destination. */
export const useTestDestination = (id: string) => useSend(() => post<{ event_id: string }>(`${at(id)}/test`))

/** Reads the signing secret, which is written into the audit log. */
export const revealSecret = (id: string): Promise<RevealedSecret> => post(`${at(id)}/reveal-secret`)

/** Replaces the signing secret; the previous one signs too for so many seconds. */
export const useRotateSecret = (id: string) =>
  useSend((overlapSeconds: number) => post(`${at(id)}/rotate-secret`, { overlap_seconds: overlapSeconds }), {
    refreshes: ['/destinations'],
  })

/** Ends the overlap of a rotation now. */
export const useFinishRotation = (id: string) =>
  useSend(() => post(`${at(id)}/rotate-secret/finish`), { refreshes: ['/destinations'] })

/** The built-in receivers, to send to. */
export const useInboxAddresses = () => useGet<List<Inbox>>('/inboxes')

/** Makes a built-in receiver. */
export const useCreateInbox = () =>
  useSend((name: string) => post<Inbox>('/inboxes', { name }), { refreshes: ['/inboxes'] })

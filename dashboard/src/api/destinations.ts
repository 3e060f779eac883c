import type { AnswerOf, BodyOf } from '../../../src/client/calls.ts'
import type { Destination } from '../../../src/client/operations.ts'
import { patch, post, remove } from './client.ts'
import { useGet, useSend } from './query.ts'

export type { Destination, Inbox } from '../../../src/client/operations.ts'

/** What of a destination is to change. */
export type DestinationBody = BodyOf<'PATCH', '/destinations/{id}'>
/** Where a new destination goes: to an address, or into an inbox of ours. */
export type NewDestination = BodyOf<'POST', '/destinations'>
export type RevealedSecret = AnswerOf<'POST', '/destinations/{id}/reveal-secret'>

/** What looks different once a destination was changed. */
const touched = ['/destinations', '/attention', '/first-steps']

/** All destinations, oldest first, each with its last 24 hours. */
export const useDestinations = () => useGet('/destinations')

/** One destination with its last 24 hours and what waits for it. */
export const useDestination = (id: string) => useGet('/destinations/{id}', { path: { id } })

/** Makes a destination. */
export const useCreateDestination = (onDone: (made: Destination) => void) =>
  useSend((body: NewDestination) => post('/destinations', { body }), { refreshes: touched, onDone })

/** Changes a destination; switching it on answers with what it missed. */
export const useChangeDestination = (id: string, onDone?: (changed: Destination) => void) =>
  useSend((body: DestinationBody) => patch('/destinations/{id}', { path: { id }, body }), {
    refreshes: [...touched, '/deliveries'],
    ...(onDone === undefined ? {} : { onDone }),
  })

/** Deletes a destination and what waits for it. */
export const useDeleteDestination = (id: string) =>
  useSend(() => remove('/destinations/{id}', { path: { id } }), { refreshes: touched })

/** Sends a healthcheck event to a destination. */
export const useTestDestination = (id: string) => useSend(() => post('/destinations/{id}/test', { path: { id } }))

/** Reads the signing secret, which is written into the audit log. */
export const revealSecret = (id: string): Promise<RevealedSecret> =>
  post('/destinations/{id}/reveal-secret', { path: { id } })

/** Replaces the signing secret; the previous one signs too for so many seconds. */
export const useRotateSecret = (id: string) =>
  useSend(
    (overlapSeconds: number) =>
      post('/destinations/{id}/rotate-secret', { path: { id }, body: { overlap_seconds: overlapSeconds } }),
    {
      refreshes: ['/destinations'],
    },
  )

/** Ends the overlap of a rotation now. */
export const useFinishRotation = (id: string) =>
  useSend(() => post('/destinations/{id}/rotate-secret/finish', { path: { id } }), { refreshes: ['/destinations'] })

/** The built-in receivers, to send to. */
export const useInboxAddresses = () => useGet('/inboxes')

/** Makes a built-in receiver. */
export const useCreateInbox = () =>
  useSend((name: string) => post('/inboxes', { body: { name } }), { refreshes: ['/inboxes'] })

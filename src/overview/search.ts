import { getDestination } from '../destinations/destination.ts'
import { findDelivery } from '../events/deliveries/find.ts'
import type { Hub } from '../hub.ts'
import { isUuid, privateId, publicId } from '../lib/ids.ts'
import type { Found } from '../schema/management/overview.ts'
import { findUser, usersByReference } from '../users/find.ts'
import type { User } from '../users/user.ts'
import {
  selectEventNamed,
  selectEventsOfReference,
  selectImportNamed,
  selectInboxNamed,
  selectJobNamed,
} from './overview-store.ts'

type SearchHub = Pick<Hub, 'db' | 'vault'>

const mostUsers = 10

/**
 * What an id in any of its forms leads to: `evt_ dlv_ dst_ imp_ job_ inb_`, the UUID of a user, a reference id, a trace id
 * (with its chunk), a `terra-reference`. Another environment's things are not there.
 */
export async function findAnything(hub: SearchHub, environmentId: string, text: string): Promise<Found[]> {
  const named = await byPublicId(hub, environmentId, text)
  if (named !== null) return named
  const uuid = text.split(':')[0]?.toLowerCase() ?? ''
  const [byId, byReference] = await Promise.all([
    isUuid(uuid) ? byUuid(hub, environmentId, uuid) : [],
    usersByReference(hub, environmentId, text),
  ])
  return [...byId, ...byReference.slice(0, mostUsers).map(userFound)]
}

const eventFound = (id: string, type: string): Found => ({
  kind: 'event',
  id: publicId('event', id),
  label: `${type} event`,
  path: `/events/${publicId('event', id)}`,
})

const userFound = (user: User): Found => ({
  kind: 'user',
  id: user.userId,
  label: user.referenceId === null ? user.provider : `${user.provider}, ${user.referenceId}`,
  path: `/users/${user.userId}`,
})

async function deliveryFound(hub: SearchHub, environmentId: string, id: string): Promise<Found[]> {
  const delivery = await findDelivery(hub, environmentId, id)
  if (delivery === null) return []
  const destination = await getDestination(hub, environmentId, delivery.destination_id)
  return [
    {
      kind: 'delivery',
      id: publicId('delivery', id),
      label: `delivery to ${destination?.name ?? 'a deleted destination'}, ${delivery.status}`,
      path: `/events/${publicId('event', delivery.event_id)}`,
    },
  ]
}

/** Null when the text is no id of ours. */
async function byPublicId(hub: SearchHub, environmentId: string, text: string): Promise<Found[] | null> {
  const event = privateId('event', text)
  if (event !== null)
    return (await selectEventNamed(hub.db, environmentId, event)).map(({ type }) => eventFound(event, type))
  const delivery = privateId('delivery', text)
  if (delivery !== null) return deliveryFound(hub, environmentId, delivery)
  const destination = privateId('destination', text)
  if (destination !== null) {
    const one = await getDestination(hub, environmentId, destination)
    return one === null
      ? []
      : [{ kind: 'destination', id: text, label: one.name, path: `/connections/destinations/${text}` }]
  }
  const file = privateId('import', text)
  if (file !== null)
    return (await selectImportNamed(hub.db, environmentId, file)).map(({ filename }) => ({
      kind: 'import',
      id: text,
      label: filename,
      path: `/tools/import?import=${text}`,
    }))
  const job = privateId('job', text)
  if (job !== null)
    return (await selectJobNamed(hub.db, environmentId, job)).map(({ kind }) => ({
      kind: 'job',
      id: text,
      label: kind === 'recover' ? 'recovery' : 'bulk resend',
      path: `/connections/destinations?job=${text}`,
    }))
  const inbox = privateId('inbox', text)
  if (inbox !== null)
    return (await selectInboxNamed(hub.db, environmentId, inbox)).map(({ name }) => ({
      kind: 'inbox',
      id: text,
      label: name,
      path: `/tools/inbox/${text}`,
    }))
  return null
}

async function byUuid(hub: SearchHub, environmentId: string, uuid: string): Promise<Found[]> {
  const user = await findUser(hub, environmentId, uuid)
  if (user !== null) return [userFound(user)]
  const [events, deliveries] = await Promise.all([
    selectEventsOfReference(hub.db, environmentId, uuid),
    deliveryFound(hub, environmentId, uuid),
  ])
  return [...deliveries, ...events.map(({ id, type }) => eventFound(id, type))]
}

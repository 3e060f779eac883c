import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import type { Subscribed, Subscribing } from '../../providers/notification.ts'
import type { Access } from '../../providers/provider.ts'
import { ProviderError } from '../../providers/provider-error.ts'
import { connectPerson, sandboxProvider, sandboxServer } from '../../testing/connected.ts'
import { becomes, runJobs } from '../../testing/scripted.ts'
import { accessRevoked } from '../../users/connection/connection.ts'
import { selectSubscription } from './store.ts'
import { keepSubscriptions } from './subscribe.ts'
import { subscribeDue, subscribeUser, subscribeUserTask } from './subscribe-user.ts'

const at = await sandboxServer()
const { hub } = at
after(() => at[Symbol.asyncDispose]())

const hour = 3_600_000
const address = hub.publicUrl()
const { notification } = sandboxProvider()
if (notification === undefined) throw new Error('The pretend provider tells of news.')
const { subscribe: _, ...rest } = notification

beforeEach(async () => {
  hub.publicUrl = () => address
  await hub.db`delete from provider_subscriptions`
  await hub.db`update connections set subscribe_at = null, next_poll_at = null`
})

/** A provider that sends of each user apart, and what it was asked. */
function perUser(answer: (asked: Subscribing) => Subscribed = () => ({ expiresInSeconds: null })) {
  const asked: (Subscribing & { account: string | null; accessToken: string })[] = []
  const undo = becomes({
    notification: {
      ...rest,
      async subscribeUser(access: Access, subscribing: Subscribing) {
        asked.push({ ...subscribing, account: access.account, accessToken: access.accessToken })
        return answer(subscribing)
      },
    },
  })
  return { asked, [Symbol.dispose]: () => undo[Symbol.dispose]() }
}
/** Subscribes whoever is due, as the minute's job does. */
async function subscribeAll(): Promise<number> {
  await subscribeDue(hub)
  return runJobs(hub, subscribeUserTask, subscribeUser(hub))
}
const secretOf = async () => hub.vault.open((await selectSubscription(hub.db, 'SANDBOX'))?.secret ?? '')

test('who signs in is subscribed with their token, at the address of the server, and once', async () => {
  using provider = perUser()
  await keepSubscriptions(hub)
  await connectPerson(at, 'each apart')
  assert.equal(await subscribeAll(), 1)
  assert.equal(await subscribeAll(), 0)
  const [asked, ...others] = provider.asked
  assert.deepEqual(others, [])
  assert.equal(asked?.callbackUrl, `${address}/hooks/SANDBOX`)
  assert.equal(asked?.account, 'each apart')
  assert.equal(asked?.secret, await secretOf())
  await hub.advance(365 * 24 * hour)
  assert.equal(await subscribeAll(), 0)
})

test('a subscription is renewed before it ends, and until when is the provider’s word', async () => {
  let seconds = 10 * 24 * 3600
  using provider = perUser(() => ({ expiresInSeconds: seconds }))
  await keepSubscriptions(hub)
  await connectPerson(at, 'renewed')
  await subscribeAll()
  await hub.advance(9 * 24 * hour - 60_000)
  assert.equal(await subscribeAll(), 0)
  await hub.advance(120_000)
  seconds = 3600
  assert.equal(await subscribeAll(), 1)
  await hub.advance(hour / 2 - 60_000)
  assert.equal(await subscribeAll(), 0, 'of a short one half is used')
  await hub.advance(120_000)
  assert.equal(await subscribeAll(), 1)
  assert.equal(provider.asked.length, 3)
})

test('a failure is tried again, and neither ends the connection nor is it told', async () => {
  let isDown = true
  using provider = perUser(() => {
    if (isDown) throw new ProviderError('unavailable', 'a test says no')
    return { expiresInSeconds: null }
  })
  await keepSubscriptions(hub)
  const { userId } = await connectPerson(at, 'in vain')
  await subscribeAll()
  await hub.advance(14 * 60_000)
  assert.equal(await subscribeAll(), 0)
  await hub.advance(2 * 60_000)
  isDown = false
  assert.equal(await subscribeAll(), 1)
  assert.equal(provider.asked.length, 2)
  await hub.advance(hour)
  assert.equal(await subscribeAll(), 0)
  assert.deepEqual(await hub.db`select type from events where user_id = ${userId} and type <> 'auth'`, [])
})

test('when the server has moved everybody is subscribed anew, those too who never were', async () => {
  using provider = perUser()
  await keepSubscriptions(hub)
  const { userId } = await connectPerson(at, 'moved')
  await connectPerson(at, 'from before')
  await hub.db`update connections set subscribe_at = null where user_id <> ${userId}`
  await subscribeAll()
  hub.publicUrl = () => 'https://hub.example.org'
  await keepSubscriptions(hub)
  hub.publicUrl = () => address
  assert.equal(await subscribeAll(), 2)
  assert.deepEqual(
    provider.asked
      .map(({ callbackUrl, account }) => [callbackUrl, account])
      .slice(1)
      .toSorted(),
    [
      ['https://hub.example.org/hooks/SANDBOX', 'from before'],
      ['https://hub.example.org/hooks/SANDBOX', 'moved'],
    ],
  )
  await keepSubscriptions({ ...hub, publicUrl: () => 'https://hub.example.org' })
  assert.equal(await subscribeAll(), 0)
})

test('before a server has said where it answers nobody is subscribed, and afterwards everybody is', async () => {
  using provider = perUser()
  await connectPerson(at, 'too early')
  await subscribeAll()
  assert.deepEqual(provider.asked, [])
  await keepSubscriptions(hub)
  assert.equal(await subscribeAll(), 1)
  assert.equal(provider.asked.length, 1)
})

test('who has taken access back is not subscribed any more', async () => {
  using provider = perUser(() => ({ expiresInSeconds: 3600 }))
  await keepSubscriptions(hub)
  const user = await connectPerson(at, 'gone')
  await subscribeAll()
  await accessRevoked(hub, user, sandboxProvider())
  await hub.advance(24 * hour)
  assert.equal(await subscribeAll(), 0)
  assert.equal(provider.asked.length, 1)
})

test('a secret that the provider makes is kept in place of ours, sealed, and used from then on', async () => {
  const made = { secret: 'made by the provider' }
  const given: string[] = []
  using _ = becomes({
    notification: {
      ...rest,
      async subscribe({ secret }: Subscribing) {
        given.push(secret)
        return { expiresInSeconds: 3600, ...made }
      },
    },
  })
  await keepSubscriptions(hub)
  assert.equal(await secretOf(), 'made by the provider')
  const [row] = await hub.db<{ secret: string }>`select secret from provider_subscriptions`
  assert.doesNotMatch(row?.secret ?? '', /made by/)
  await keepSubscriptions(hub)
  assert.equal(given.length, 2, 'it ends within a day, and is renewed')
  assert.equal(given[1], 'made by the provider')
})

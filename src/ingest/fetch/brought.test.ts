import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { garmin } from '../../providers/garmin/index.ts'
import { clientHeader } from '../../providers/garmin/notification.ts'
import { ProviderError } from '../../providers/provider-error.ts'
import { standInClient } from '../../providers/stand-in.ts'
import { heedAll, storedOf } from '../../testing/brought.ts'
import { connectPerson, eventsOf, jobsOf, userAs } from '../../testing/connected.ts'
import { doubled } from '../../testing/doubled.ts'
import { replayIdOf } from '../../testing/replaying.ts'
import { accessOf } from '../../users/sign-in/tokens.ts'
import type { User } from '../../users/user.ts'
import { runReplay } from '../replay/run.ts'
import { heedNotice, noticeTask } from './notice.ts'
import { keepSubscriptions } from './subscribe.ts'
import { webhookSecretOf } from './webhook-secret.ts'

// Garmin is the provider that brings its data: what any such provider can count on is tested with it.
const { at, connect, order, revoke } = await doubled('GARMIN')
const { hub } = at
after(() => at[Symbol.asyncDispose]())
let secret = ''
before(async () => {
  await keepSubscriptions(hub)
  secret = await webhookSecretOf(hub, garmin)
})

const signal = new AbortController().signal
const tell = (told: object) =>
  at.call('POST', `/hooks/GARMIN?secret=${secret}`, {
    as: 'none',
    body: JSON.stringify(told),
    headers: { [clientHeader]: standInClient.id },
  })
const bring = async (told: object) => {
  assert.equal((await tell(told)).statusCode, 200)
  return heedAll(hub)
}
const accountOf = async (user: User): Promise<string> => (await accessOf(hub, user, garmin)).account ?? ''

const startTimeInSeconds = Date.UTC(2026, 5, 1) / 1000
const day = { calendarDate: '2026-06-01', startTimeInSeconds, startTimeOffsetInSeconds: 0 }
const daily = (userId: string, steps: number, rest: object = {}) => ({
  ...day,
  userId,
  summaryId: `d ${steps}`,
  steps,
  durationInSeconds: 86_400,
  ...rest,
})
const quarter = (userId: string, hour: number, steps: number) => ({
  userId,
  summaryId: `e ${hour}`,
  startTimeInSeconds: startTimeInSeconds + hour * 3600,
  startTimeOffsetInSeconds: 0,
  durationInSeconds: 900,
  steps,
})
const stepsSoFar = (record: { distance_data?: { detailed?: { step_samples?: { steps: number }[] } } } | undefined) =>
  record?.distance_data?.detailed?.step_samples?.map(({ steps }) => steps)
const dailyOf = async (user: User) => (await storedOf(hub, user.userId, 'daily')).at(-1)?.record
const dailiesSent = async (user: User) =>
  (await eventsOf(hub, user.userId)).filter(({ type }) => type === 'daily').length
const rawsOf = (user: User) => hub.db<{ id: string; first_day: string }>`
  select id, first_day from raw_answers where user_id = ${user.userId} and type = 'daily' order by id`

describe('data that a notification brings', () => {
  test('is kept before it is answered, then stored with its input, and sent; the same again changes nothing', async () => {
    const user = await connect('brought')
    const told = { dailies: [daily(await accountOf(user), 5000)] }
    assert.equal((await tell(told)).statusCode, 200)
    assert.equal(await dailyOf(user), undefined)
    assert.equal((await jobsOf(hub, noticeTask)).length, 1)
    await heedAll(hub)
    assert.equal((await dailyOf(user)).distance_data.steps, 5000)
    assert.equal(await dailiesSent(user), 1)
    await bring(told)
    assert.equal(await dailiesSent(user), 1)
    const raws = await rawsOf(user)
    assert.deepEqual(
      raws.map(({ first_day }) => first_day),
      ['2026-06-01'],
    )
    const [record] = await hub.db<{ raw_ids: string[]; mapper: string }>`
      select raw_ids, mapper from records where user_id = ${user.userId} and type = 'daily'`
    assert.deepEqual(record, { raw_ids: [raws[0]?.id], mapper: 'GARMIN@1' })
  })

  test('is added to what was brought of its day: sums are of all pieces, and a replay of what is kept makes the same', async () => {
    const user = await connect('pieces')
    const account = await accountOf(user)
    await bring({ epochs: [quarter(account, 8, 300)] })
    await hub.advance(60_000)
    await bring({ dailies: [daily(account, 900)] })
    await hub.advance(60_000)
    await bring({ epochs: [quarter(account, 7, 600), quarter(account, 8, 400)] })
    const record = await dailyOf(user)
    assert.deepEqual(stepsSoFar(record), [600, 1000])
    assert.equal(record.distance_data.steps, 900)
    const { id } = (await at.call('POST', '/admin/api/replays', { body: { user_id: user.userId } })).json()
    const sent = await dailiesSent(user)
    while (!(await runReplay(hub, replayIdOf(id), signal)));
    assert.deepEqual(await dailyOf(user), record)
    assert.equal(await dailiesSent(user), sent)
  })

  test('does not win over what came later, though it is dealt with later', async () => {
    const user = await connect('late')
    const account = await accountOf(user)
    await tell({ dailies: [daily(account, 1000, { floorsClimbed: 3 })] })
    const [early] = await jobsOf(hub, noticeTask)
    await hub.db`delete from graphile_worker._private_jobs where true`
    await hub.advance(60_000)
    await bring({ dailies: [daily(account, 2000)] })
    await heedNotice(hub)(early?.payload, { signal, attempt: 2 })
    assert.equal((await dailyOf(user)).distance_data.steps, 2000)
  })

  test('of several people and types comes in one body, and is stored for every user who has the account', async () => {
    const [ada, ben] = [await connect('ada'), await connect('ben')]
    const again = await connectPerson(at, 'ada', { provider: 'GARMIN', referenceId: 'another reference' })
    const measured = { measurementTimeInSeconds: startTimeInSeconds, measurementTimeOffsetInSeconds: 0 }
    await bring({
      dailies: [daily(await accountOf(ada), 10), daily(await accountOf(ben), 20), daily('somebody else', 30)],
      bodyComps: [{ userId: await accountOf(ben), summaryId: 'b', weightInGrams: 70_000, ...measured }],
      moveIQActivities: [{ userId: await accountOf(ben), summaryId: 'm' }],
    })
    assert.notEqual(ada.userId, again.userId)
    const steps = await Promise.all([ada, again, ben].map(async (user) => (await dailyOf(user))?.distance_data.steps))
    assert.deepEqual(steps, [10, 10, 20])
    assert.equal((await storedOf(hub, ben.userId, 'body')).length, 1)
  })

  test('is dropped where the person does not allow it, or has taken consent back', async () => {
    const narrow = await connect('narrow', ['ACTIVITY_EXPORT'])
    const account = await accountOf(narrow)
    await bring({ dailies: [daily(account, 10)] })
    assert.deepEqual(await storedOf(hub, narrow.userId), [])
    await bring({ deregistrations: [{ userId: account }] })
    assert.equal((await userAs(hub, narrow.userId)).active, false)
    await bring({ activities: [{ userId: account, activityId: 1, ...day }] })
    assert.deepEqual(await storedOf(hub, narrow.userId), [])
  })

  test('that nobody knows how to read is kept for the mapper that does, and spoils nothing', async () => {
    const user = await connect('odd')
    const account = await accountOf(user)
    await bring({ dailies: [daily(account, 10, { durationInSeconds: 'a day' })] })
    assert.equal(await dailyOf(user), undefined)
    assert.equal((await rawsOf(user)).length, 1)
    await bring({ dailies: [daily(account, 11)] })
    assert.equal((await dailyOf(user)).distance_data.steps, 11)
  })

  test('makes no sums where nothing is kept to add a piece to', async () => {
    const forgetful = await doubled('GARMIN', { TELLUS_RAW_RETENTION_DAYS: '0' })
    await using server = forgetful.at
    await keepSubscriptions(server.hub)
    const user = await forgetful.connect('forgotten')
    const account = (await accessOf(server.hub, user, garmin)).account ?? ''
    const payload = (told: object, range = { first: '2026-06-01', last: '2026-06-01' }) => ({
      provider: 'GARMIN',
      notice: { kind: 'brought', account, type: 'daily', range, answer: told },
    })
    for (const told of [{ dailies: [daily(account, 900)] }, { epochs: [quarter(account, 8, 300)] }])
      await heedNotice(server.hub)(payload(told), { signal, attempt: 1 })
    const [{ record } = { record: null }] = await storedOf(server.hub, user.userId, 'daily')
    assert.equal(record.distance_data.steps, 900)
    assert.equal(stepsSoFar(record), undefined)
  })
})

describe('data that wait at an address', () => {
  const dates = Buffer.from('2026-06-01').toString('base64url')
  const address = (host: string, path = '/wellness-api/rest/dailies') =>
    `https://${host}${path}?uploadStartTimeInSeconds=100&uploadEndTimeInSeconds=160&token=${dates}`
  const pinged = async (user: User, callbackURL = address('apis.garmin.com')) => ({
    dailies: [{ userId: await accountOf(user), callbackURL }],
  })

  test('are got with the token of the person, and stored as what is brought', async () => {
    const user = await connect('waiting')
    await bring(await pinged(user))
    assert.ok((await dailyOf(user)).distance_data.steps > 0)
    assert.equal((await rawsOf(user)).length, 1)
  })

  test('are not looked for at an address that is not the provider’s: the notification is refused as a whole', async () => {
    const user = await connect('led astray')
    const elsewhere = [
      address('apis.garmin.com.evil.example'),
      address('apis.garmin.com:8443'),
      address('evil.example').replace('//', '//apis.garmin.com@'),
      address('apis.garmin.com').replace('https', 'http'),
      address('apis.garmin.com', '/oauth/token'),
      'not an address',
    ]
    for (const one of elsewhere) assert.equal((await tell(await pinged(user, one))).statusCode, 400, one)
    assert.deepEqual(await jobsOf(hub, noticeTask), [])
  })

  test('are tried again where the address is not known there, and nothing is wrong with the connection then', async () => {
    const user = await connect('early')
    await tell(await pinged(user, address('apis.garmin.com').replace('uploadEndTimeInSeconds=160', '')))
    await assert.rejects(heedAll(hub), ProviderError)
    assert.deepEqual(
      (await eventsOf(hub, user.userId)).map(({ type }) => type),
      ['auth'],
    )
  })

  test('are left alone where the person does not allow them any more, which is found out then', async () => {
    const user = await connect('closes')
    await hub.db`update sandbox_grants set scopes = '{ACTIVITY_EXPORT}' where lower(person) = 'closes'`
    await bring(await pinged(user))
    assert.equal((await userAs(hub, user.userId)).scopes, 'ACTIVITY_EXPORT')
    const types = (await eventsOf(hub, user.userId)).map(({ type }) => type)
    assert.deepEqual(types, ['auth', 'permission_change'])
  })

  test('are tried again where the provider is out of order, and given up where the person is gone', async () => {
    const user = await connect('unlucky')
    await order('unlucky', 'unavailable')
    await tell(await pinged(user))
    await assert.rejects(heedAll(hub), ProviderError)
    await order('unlucky', null)
    await bring(await pinged(user))
    assert.ok((await dailyOf(user)).distance_data.steps > 0)
    const account = await accountOf(user)
    await revoke('unlucky')
    await tell({ dailies: [{ userId: account, callbackURL: address('apis.garmin.com') }] })
    await assert.rejects(heedAll(hub), ProviderError)
    const types = (await eventsOf(hub, user.userId)).map(({ type }) => type)
    assert.equal(types.at(-1), 'connection_error')
  })
})

describe('the door for large bodies', () => {
  const large = JSON.stringify({ moveIQActivities: [{ userId: 'u', note: 'x'.repeat(3 * 1024 * 1024) }] })
  const knock = (url: string, client: string, body: string) =>
    at.call('POST', url, { as: 'none', body, headers: { [clientHeader]: client } })

  test('opens for what the provider proves, and for nobody else, whose body is not read', async () => {
    const own = `/hooks/GARMIN?secret=${secret}`
    assert.equal((await knock(own, standInClient.id, large)).statusCode, 200)
    assert.equal((await knock(own, 'another client', large)).statusCode, 401)
    assert.equal((await knock('/hooks/GARMIN?secret=guessed', standInClient.id, large)).statusCode, 401)
    assert.equal((await knock('/hooks/GARMIN', standInClient.id, '{}')).statusCode, 401)
    assert.equal((await knock('/hooks/SANDBOX', standInClient.id, large)).statusCode, 413)
    assert.equal((await knock(own, standInClient.id, 'not JSON')).statusCode, 400)
  })
})

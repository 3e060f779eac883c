import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ActivityType } from '../../schema/enums.ts'
import { join } from './kinds.ts'
import { clientHeader, notification } from './notification.ts'
import { sportOf, sports } from './sports.ts'
import { conform } from './tokens.ts'

const posted = (told: object) => ({
  method: 'POST',
  query: new URLSearchParams({ secret: 'subscription secret' }),
  headers: { [clientHeader]: 'id' },
  body: Buffer.from(JSON.stringify(told)),
})
const read = (told: object) => notification.read(Buffer.from(JSON.stringify(told)))

describe('what is peculiar to Garmin', () => {
  test('the client’s id proves nothing without the secret, the secret nothing without the id, and a GET nothing', () => {
    const known = { client: { id: 'id', secret: '' }, subscription: { secret: 'subscription secret' }, nowMs: 0 }
    const request = posted({})
    assert.equal(notification.verify(request, known), true)
    assert.equal(notification.verify({ ...request, headers: {} }, known), false)
    assert.equal(notification.verify({ ...request, headers: { [clientHeader]: 'ID' } }, known), false)
    assert.equal(notification.verify({ ...request, query: new URLSearchParams() }, known), false)
    assert.equal(notification.verify({ ...request, method: 'GET' }, known), false)
  })

  test('a body mixes people, kinds and days: each part is told of apart, and a part may be of two types', () => {
    const startTimeInSeconds = Date.UTC(2026, 5, 1, 23, 30) / 1000
    const night = { summaryId: 'h', calendarDate: '2026-06-02', startTimeInSeconds, userAccessToken: 'a secret' }
    const told = read({
      hrv: [
        { userId: 'a', ...night },
        { userId: 'b', ...night },
      ],
      epochs: [
        { userId: 'a', summaryId: 'e1', startTimeInSeconds, startTimeOffsetInSeconds: 7200 },
        { userId: 'a', summaryId: 'e2', startTimeInSeconds, startTimeOffsetInSeconds: 0 },
      ],
      pulseOx: [{ userId: 'a', summaryId: 'o', calendarDate: '2026-06-02', startTimeInSeconds }],
      manuallyUpdatedActivities: [{ userId: 'a', activityId: 5, startTimeInSeconds, startTimeOffsetInSeconds: 1800 }],
      activityDetails: [{ userId: 'a', summary: { startTimeInSeconds, startTimeOffsetInSeconds: -1 } }],
      bodyComps: [{ userId: 'a', measurementTimeInSeconds: startTimeInSeconds, measurementTimeOffsetInSeconds: 3600 }],
      mct: [{ userId: 'a', periodStartDate: '2026-05-30', dayInCycle: 3 }],
      activityFiles: [{ userId: 'a', callbackURL: 'https://apis.garmin.com/wellness-api/rest/activityFile?id=1' }],
      healthSnapshot: [{ userId: 'a', summaryId: 's' }],
      dailies: [{ userId: 'a', summaryId: 'of no day' }],
    })
    const shown = told.map((notice) =>
      notice.kind === 'brought'
        ? `${notice.account} ${notice.type} ${notice.range.first} ${Object.keys(notice.answer ?? {})}`
        : notice.kind,
    )
    assert.deepEqual(shown, [
      'a daily 2026-06-02 hrv,epochs,pulseox',
      'a sleep 2026-06-02 hrv',
      'b daily 2026-06-02 hrv',
      'b sleep 2026-06-02 hrv',
      'a daily 2026-06-01 epochs',
      'a activity 2026-06-02 activities',
      'a activity 2026-06-01 activityDetails',
      'a body 2026-06-02 bodyComps',
      'a menstruation 2026-06-01 mct',
    ])
    assert.doesNotMatch(JSON.stringify(told), /a secret|userAccessToken/)
  })

  test('a deregistration and changed permissions are told of; one of nobody refuses the body', () => {
    assert.deepEqual(
      read({
        deregistrations: [{ userId: 'a' }, { userId: 'b' }],
        userPermissionsChange: [
          { userId: 'c', summaryId: 's', permissions: ['HEALTH_EXPORT'], changeTimeInSeconds: 1 },
        ],
      }),
      [
        { kind: 'revoked', account: 'a' },
        { kind: 'revoked', account: 'b' },
        { kind: 'scopes', account: 'c', scopes: ['HEALTH_EXPORT'] },
      ],
    )
    assert.throws(() => read({ deregistrations: [{}] }))
    assert.throws(() => read({ userPermissionsChange: [{ userId: 'a' }] }))
    assert.throws(() => read({ dailies: [{ summaryId: 'nobody’s', calendarDate: '2026-06-01' }] }))
    assert.deepEqual(read({}), [])
  })

  test('a summary takes the place of the one that it is a later version of, whatever its id is', () => {
    const start = { userId: 'a', startTimeInSeconds: 100 }
    const both = (kind: string, one: object, other: object) =>
      join({ [kind]: [{ ...start, ...one }] }, { [kind]: [{ ...start, ...other }] })
    const left = (kind: string, one: object, other: object) => {
      const found = both(kind, one, other)
      return JSON.stringify(found).split('"userId"').length - 1
    }
    for (const kind of ['dailies', 'sleeps', 'hrv', 'userMetrics', 'skinTemp', 'mct'])
      assert.equal(left(kind, { summaryId: '1' }, { summaryId: '2' }), 1, kind)
    assert.equal(left('epochs', { summaryId: '1' }, { summaryId: '1' }), 1)
    assert.equal(left('epochs', { summaryId: '1' }, { summaryId: '2' }), 2)
    assert.equal(left('epochs', {}, {}), 1)
    assert.equal(left('stressDetails', { summaryId: '1' }, { summaryId: '2' }), 1)
    assert.equal(left('stressDetails', {}, { startTimeInSeconds: 101 }), 2)
    assert.equal(left('pulseox', {}, { onDemand: true }), 2)
    assert.equal(left('bodyComps', { measurementTimeInSeconds: 1 }, { measurementTimeInSeconds: 1 }), 1)
    assert.equal(left('bloodPressures', { measurementTimeInSeconds: 1 }, { measurementTimeInSeconds: 2 }), 2)
    assert.equal(left('activities', { activityId: 7, summaryId: '1' }, { activityId: 7, summaryId: '2' }), 1)
    assert.equal(left('activities', { activityId: 7 }, { activityId: 8 }), 2)
    assert.equal(left('activityDetails', { summary: { activityId: 7 } }, { activityId: 7 }), 1)
    assert.deepEqual(
      join({ dailies: [{ userId: 'a', steps: 1 }], hrv: [] }, { dailies: [{ userId: 'a', steps: 2 }] }),
      {
        dailies: [{ userId: 'a', steps: 2 }],
        hrv: [],
      },
    )
    assert.throws(() => join({}, []))
  })

  test('every sport that Garmin publishes has a type of the wire, whichever version of it', () => {
    assert.ok(sports.size >= 115, `${sports.size} sports`)
    const types: ReadonlySet<number> = new Set(Object.values(ActivityType))
    for (const [name, type] of sports) {
      assert.match(name, /^[A-Z]+(_[A-Z]+)*$/)
      assert.ok(types.has(type), name)
    }
    const known = [
      'RUNNING',
      'TENNIS_V2',
      'SNOWBOARDING_WS',
      'SKATE_SKIING_WS',
      'RESORT_SKIING_SNOWBOARDING_WS',
      'OTHER',
    ]
    assert.deepEqual(
      known.map((name) => sportOf(name)),
      [8, 87, 73, 67, 68, 108].map((type) => ({ type, rawName: null })),
    )
    assert.deepEqual(sportOf('QUIDDITCH_V2'), { type: 108, rawName: 'QUIDDITCH_V2' })
  })

  test('what the token endpoint calls scope is nothing that a person allows', async () => {
    const said = { access_token: 'a', token_type: 'bearer', scope: 'PARTNER_READ CONNECT_READ', expires_in: 1 }
    const answer = await conform(Response.json(said))
    assert.deepEqual(
      [answer.status, await answer.json()],
      [200, { access_token: 'a', token_type: 'bearer', expires_in: 1 }],
    )
    const refusal = await conform(Response.json({ error: 'invalid_grant' }, { status: 400 }))
    assert.deepEqual([refusal.status, await refusal.json()], [400, { error: 'invalid_grant' }])
    assert.deepEqual([(await conform(new Response('<html>', { status: 502 }))).status], [502])
  })
})

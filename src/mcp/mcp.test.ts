import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { z } from 'zod'
import type { ImportedRecord } from '../import/importer.ts'
import { saveRecords } from '../ingest/save.ts'
import { shiftDate } from '../normalise/time.ts'
import type { Activity } from '../schema/records.ts'
import { mcpToken, openMcpClient } from '../testing/mcp-client.ts'
import { aDaily, aSleep, incoming } from '../testing/records.ts'
import { testServer } from '../testing/server.ts'
import { connectUser } from '../users/connect.ts'
import { mostChars } from './page.ts'

const at = await testServer()
const { hub } = at
const url = await at.listen()
after(() => at[Symbol.asyncDispose]())

/** Connects an account of a person and stores what it tells. */
async function account(
  referenceId: string,
  provider: string,
  records: ImportedRecord[],
  as: 'first' | 'other' = 'first',
): Promise<string> {
  const environmentId = as === 'first' ? hub.environmentId : at.otherEnvironmentId
  await hub.advance(1000)
  const who = { environmentId, provider, providerAccount: `${provider} of ${referenceId}`, referenceId }
  return hub.db.transaction(async (sql) => {
    const { user } = await connectUser(hub, sql, who)
    await saveRecords(hub, sql, environmentId, user.userId, incoming(...records), { observedAtMs: hub.clock.now() })
    return user.userId
  })
}
const day = (date: string, steps: number): ImportedRecord => ({ type: 'daily', record: aDaily(date, steps) })
const july = { first_day: '2026-07-01', last_day: '2026-07-03' }

/** A run of an hour with a heart rate for every second. */
const run = (date: string, summaryId: string): Activity => ({
  metadata: {
    start_time: `${date}T07:00:00.000000+01:00`,
    end_time: `${date}T08:00:00.000000+01:00`,
    summary_id: summaryId,
    type: 8,
    upload_type: 1,
    name: 'Along the river',
  },
  distance_data: { summary: { distance_meters: 10_000, elevation: { gain_actual_meters: 120 } } },
  heart_rate_data: {
    summary: { avg_hr_bpm: 151 },
    detailed: {
      hr_samples: Array.from({ length: 3600 }, (_, second) => ({
        timestamp: new Date(Date.parse(`${date}T06:00:00Z`) + second * 1000).toISOString().replace('Z', '000+00:00'),
        bpm: 100 + (second % 60),
      })),
    },
  },
})

test('a person of two sources is told once, in figures with their units, and says which sources there are', async () => {
  const ring = await account('ada', 'OURA', [
    day('2026-07-01', 9000),
    { type: 'sleep', record: aSleep('2026-07-02', 'n') },
  ])
  const phone = await account('ada', 'APPLE', [day('2026-07-01', 4000), day('2026-07-02', 5000)])
  const { token } = await mcpToken(at, { reference_id: 'ada' })
  await using ai = await openMcpClient(url, token)

  const { tools } = await ai.client.listTools()
  assert.deepEqual(tools.map(({ name }) => name).sort(), [
    'get_activities',
    'get_activity',
    'get_body',
    'get_daily_summary',
    'get_records',
    'get_sleep',
    'list_sources',
  ])
  assert.deepEqual([...new Set(tools.map(({ annotations }) => annotations?.readOnlyHint))], [true])

  const sources = z
    .object({
      reference_id: z.string(),
      sources: z.array(z.looseObject({ user_id: z.string(), provider: z.string() })),
    })
    .parse(await ai.tool('list_sources'))
  assert.equal(sources.reference_id, 'ada')
  assert.deepEqual(
    sources.sources.map((source) => [source.user_id, source.provider, source['is_active']]),
    [
      [ring, 'OURA', true],
      [phone, 'APPLE', true],
    ],
  )

  // 9000 steps are 6750 m, 5000 are 3750 m: three quarters of a metre each.
  assert.deepEqual(await ai.days('get_daily_summary', july), {
    ...july,
    items: [
      { day: '2026-07-01', steps: 9000, distance_meters: 6750, sources: ['OURA', 'APPLE'] },
      { day: '2026-07-02', steps: 5000, distance_meters: 3750, sources: ['APPLE'] },
    ],
  })
  assert.deepEqual((await ai.days('get_sleep', july)).items, [
    {
      day: '2026-07-02',
      start_time: '2026-07-01T23:00:00.000000+01:00',
      end_time: '2026-07-02T07:00:00.000000+01:00',
      is_nap: false,
      asleep_seconds: 27_000,
      sources: ['OURA'],
    },
  ])
  assert.deepEqual(
    (await ai.days('get_daily_summary', { ...july, source: 'apple' })).items.map((item) => item['steps']),
    [4000, 5000],
  )
  await assert.rejects(ai.tool('get_body', { ...july, source: 'GARMIN' }), {
    message: 'This person has no source "GARMIN": they have OURA, APPLE.',
  })
})

test('a token of one user reads that account alone', async () => {
  const own = await account('ben', 'OURA', [{ type: 'activity', record: run('2026-07-01', 'own') }])
  const other = await account('ben', 'APPLE', [
    day('2026-07-01', 4000),
    { type: 'activity', record: run('2026-07-02', 'x') },
  ])
  const { token } = await mcpToken(at, { user_id: own })
  await using ai = await openMcpClient(url, token)
  assert.deepEqual((await ai.days('get_daily_summary', july)).items, [])
  assert.deepEqual((await ai.days('get_records', { ...july, type: 'daily' })).items, [])
  const { items } = await ai.days('get_activities', july)
  assert.deepEqual(
    items.map((item) => item['activity_id']),
    [`${own}:own`],
  )
  for (const activity_id of [`${other}:x`, `${own}:x`, 'x', `${own}:\0`])
    await assert.rejects(ai.tool('get_activity', { activity_id }), {
      message: 'There is no activity of that id: take one from get_activities.',
    })
  await assert.rejects(ai.tool('get_sleep', { ...july, source: other }), /This person has no source/)
})

test('the same reference id in another environment is another person', async () => {
  await account('eve', 'OURA', [day('2026-07-01', 1111)])
  await account('eve', 'OURA', [day('2026-07-01', 2222)], 'other')
  for (const [as, steps] of [
    ['first', 1111],
    ['other', 2222],
  ] as const) {
    await using ai = await openMcpClient(url, (await mcpToken(at, { reference_id: 'eve' }, as)).token)
    assert.deepEqual(
      (await ai.days('get_daily_summary', july)).items.map((item) => item['steps']),
      [steps],
    )
  }
})

test('one workout comes with its samples thinned evenly, and says how many there are', async () => {
  const user = await account('cleo', 'OURA', [{ type: 'activity', record: run('2026-07-01', 'long:run') }])
  await using ai = await openMcpClient(url, (await mcpToken(at, { reference_id: 'cleo' })).token)
  assert.deepEqual((await ai.days('get_activities', july)).items, [
    {
      activity_id: `${user}:long:run`,
      day: '2026-07-01',
      start_time: '2026-07-01T07:00:00.000000+01:00',
      end_time: '2026-07-01T08:00:00.000000+01:00',
      sport: 'Running',
      name: 'Along the river',
      distance_meters: 10_000,
      elevation_gain_meters: 120,
      avg_hr_bpm: 151,
      sources: ['OURA'],
    },
  ])
  const answer = await ai.tool('get_activity', { activity_id: `${user}:long:run` })
  assert.deepEqual(answer['thinned'], { 'heart_rate_data.detailed.hr_samples': { of: 3600, shown: 240 } })
  const { bpm } = z
    .object({
      record: z.object({
        heart_rate_data: z.object({ detailed: z.object({ hr_samples: z.array(z.looseObject({ bpm: z.number() })) }) }),
      }),
    })
    .transform(({ record }) => ({ bpm: record.heart_rate_data.detailed.hr_samples.map((sample) => sample.bpm) }))
    .parse(answer)
  // The first second of the hour and the last, which is the 59th of a minute.
  assert.deepEqual([bpm.length, bpm[0], bpm.at(-1)], [240, 100, 159])
  assert.ok(JSON.stringify(answer).length <= mostChars)
  const [whole] = (await ai.days('get_records', { ...july, type: 'activity' })).items
  assert.match(JSON.stringify(whole), /"hr_samples":\[\]/)
})

test('an answer that would be too long says what is left out, and the rest is asked for by that', async () => {
  const dates = Array.from({ length: 92 }, (_, index) => shiftDate('2026-01-01', index))
  const noted = (date: string): ImportedRecord => ({
    type: 'daily',
    record: aDaily(date, 5000, {
      tag_data: { tags: [{ timestamp: `${date}T12:00:00.000000+01:00`, tag_name: 'diary', notes: 'x'.repeat(2000) }] },
    }),
  })
  await account('dora', 'OURA', dates.map(noted))
  await using ai = await openMcpClient(url, (await mcpToken(at, { reference_id: 'dora' })).token)
  const seen: string[] = []
  let skip = 0
  let answers = 0
  for (;;) {
    const asked = { type: 'daily', first_day: dates[0], last_day: dates.at(-1), skip }
    const { items, left_out: leftOut } = await ai.days('get_records', asked)
    assert.ok(JSON.stringify(items).length <= mostChars + 1000)
    answers++
    seen.push(...items.flatMap((item) => /"start_time":"([\d-]+)T/.exec(JSON.stringify(item))?.[1] ?? []))
    assert.equal(leftOut?.count ?? 0, dates.length - seen.length)
    if (leftOut === undefined) break
    skip = leftOut.skip
  }
  assert.deepEqual(seen, dates)
  assert.ok(answers >= 4, `${answers} answers`)
  // The lines of the same days are short.
  const lines = await ai.days('get_daily_summary', { first_day: dates[0], last_day: dates.at(-1) })
  assert.deepEqual([lines.items.length, lines.left_out], [92, undefined])
})

test('what cannot be asked is answered in a sentence', async () => {
  await account('fay', 'OURA', [day('2026-07-01', 1)])
  await using ai = await openMcpClient(url, (await mcpToken(at, { reference_id: 'fay' })).token)
  await assert.rejects(ai.tool('get_records', { type: 'daily', first_day: '2026-01-01', last_day: '2026-04-03' }), {
    message:
      'From 2026-01-01 to 2026-04-03 are more than 92 days: ask for at most 92 at once, such as first_day 2026-01-01 with last_day 2026-04-02.',
  })
  await assert.rejects(ai.tool('get_sleep', { first_day: '2026-07-02', last_day: '2026-07-01' }), {
    message: 'first_day 2026-07-02 is after last_day 2026-07-01.',
  })
  await assert.rejects(ai.tool('get_sleep', { first_day: '2026-02-30' }), /YYYY-MM-DD/)
  await assert.rejects(ai.tool('get_records', { type: 'moods' }), /type/)
  await assert.rejects(ai.tool('delete_records'), /delete_records/)
})

test('every type can be read, also where there is nothing, and the profile has no days', async () => {
  await account('gil', 'OURA', [{ type: 'athlete', record: { city: 'Oslo' } }])
  await using ai = await openMcpClient(url, (await mcpToken(at, { reference_id: 'gil' })).token)
  for (const type of ['activity', 'body', 'daily', 'hormone', 'menstruation', 'nutrition', 'planned_workout', 'sleep'])
    assert.deepEqual((await ai.days('get_records', { ...july, type })).items, [], type)
  assert.deepEqual((await ai.days('get_records', { type: 'athlete' })).items, [
    { record: { city: 'Oslo' }, sources: ['OURA'] },
  ])
})

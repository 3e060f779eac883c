import assert from 'node:assert/strict'
import { test } from 'node:test'
import template, { type RawValue } from 'sql-template-tag'
import type { Sql } from '../db/sql.ts'
import { type TestHub, testHub } from '../testing/hub.ts'
import { countFrom, selectMarkers, selectSpan } from './page-store.ts'
import { everyUser, pageOfUsers } from './pages.ts'

/** Makes users a second apart; `from` is the first one's number, which is their reference id too. */
const makeUsers = (hub: TestHub, from: number, to: number) => hub.db`
  insert into users (user_id, environment_id, provider, provider_account, reference_id, created_at)
  select gen_random_uuid(), ${hub.environmentId}, 'GARMIN', 'account ' || i, i::text,
    '2026-01-01'::timestamptz + make_interval(secs => i)
  from generate_series(${from}::int, ${to}::int) i`

const page = async (hub: TestHub, number: number, perPage: number) => {
  const { users, total } = await pageOfUsers(hub, hub.environmentId, number, perPage)
  return { numbers: users.map(({ referenceId }) => Number(referenceId)), total }
}
const span = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i)

test('pages of any size hold everybody once, in order', async () => {
  await using hub = await testHub()
  await makeUsers(hub, 1, 1050)
  for (const perPage of [1, 7, 99, 100, 250, 500, 1049, 1050, 1051, 10_000]) {
    const pages = Math.ceil(1050 / perPage)
    const asked = perPage < 50 ? [0, 1, Math.floor(pages / 2), pages - 1] : span(0, pages - 1)
    for (const number of asked) {
      const first = number * perPage + 1
      const wanted = span(first, Math.min(1050, first + perPage - 1))
      assert.deepEqual(
        await page(hub, number, perPage),
        { numbers: wanted, total: 1050 },
        `page ${number} of ${perPage}`,
      )
    }
    assert.deepEqual(await page(hub, pages, perPage), { numbers: [], total: 1050 })
  }
  assert.deepEqual(await page(hub, 10_000_000, 10_000), { numbers: [], total: 1050 })
})

test('whoever comes is on the last page at once', async () => {
  await using hub = await testHub()
  assert.deepEqual(await page(hub, 0, 100), { numbers: [], total: 0 })
  await makeUsers(hub, 1, 3)
  assert.deepEqual(await page(hub, 0, 100), { numbers: [1, 2, 3], total: 3 })
  await makeUsers(hub, 4, 420)
  assert.deepEqual(await page(hub, 4, 100), { numbers: span(401, 420), total: 420 })
})

test('a walk that ends users as it goes leaves nobody out, and repeats nobody', async () => {
  await using hub = await testHub()
  await makeUsers(hub, 1, 1050)
  const seen: number[] = []
  for (let number = 0; number < 6; number++) {
    const { numbers } = await page(hub, number, 200)
    seen.push(...numbers)
    await hub.db`delete from users where reference_id = any (${numbers.map(String)})`
  }
  assert.deepEqual(seen, span(1, 1050))
  hub.clock.advance(30_000)
  assert.deepEqual(await page(hub, 0, 200), { numbers: [], total: 0 })
})

test('a page some of whose users are gone is short, and does not run over into the next', async () => {
  await using hub = await testHub()
  await makeUsers(hub, 1, 450)
  await page(hub, 0, 100)
  await hub.db`delete from users where reference_id::int between 101 and 110`
  assert.deepEqual((await page(hub, 1, 100)).numbers, span(111, 200))
  assert.deepEqual((await page(hub, 2, 100)).numbers, span(201, 300))
})

test('those who are gone in the middle are not counted any more after half a minute', async () => {
  await using hub = await testHub()
  await makeUsers(hub, 1, 450)
  await page(hub, 0, 100)
  await hub.db`delete from users where reference_id::int between 101 and 200`
  hub.clock.advance(30_000)
  assert.deepEqual(await page(hub, 1, 100), { numbers: span(201, 300), total: 350 })
})

test('all users come in batches', async () => {
  await using hub = await testHub()
  await makeUsers(hub, 1, 2500)
  const sizes: number[] = []
  const numbers: number[] = []
  for await (const users of everyUser(hub, hub.environmentId)) {
    sizes.push(users.length)
    numbers.push(...users.map(({ referenceId }) => Number(referenceId)))
  }
  assert.deepEqual(sizes, [1000, 1000, 500])
  assert.deepEqual(numbers, span(1, 2500))
})

interface Plan {
  'Node Type': string
  'Index Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  Plans?: Plan[]
}

/** Runs a statement of a store under EXPLAIN; gives the nodes of its plan, the outermost first. */
async function planOf(hub: TestHub, run: (sql: Sql) => Promise<unknown>): Promise<Plan[]> {
  const nodes: Plan[] = []
  const note = (plan: Plan): void => {
    nodes.push(plan)
    plan.Plans?.forEach(note)
  }
  const explain = async <Row extends object>(strings: TemplateStringsArray, ...values: RawValue[]): Promise<Row[]> => {
    const { text, values: parameters } = template(strings, ...values)
    const { rows } = await hub.db.pool.query(`explain (analyze, format json) ${text}`, parameters)
    note(rows[0]['QUERY PLAN'][0].Plan)
    return []
  }
  await run(Object.assign(explain, { named: () => explain }))
  return nodes
}

test('the last page of twenty thousand users reads no more rows than the first', async () => {
  await using hub = await testHub()
  await makeUsers(hub, 1, 20_000)
  await hub.db`analyze users`
  const markers = await selectMarkers(hub.db, hub.environmentId, 100)
  assert.equal(markers.length, 200)
  for (const first of [0, 10_000, 19_500]) {
    const from = markers[first / 100] ?? null
    assert.notEqual(from, null)
    const plan = await planOf(hub, (sql) =>
      selectSpan(sql, hub.environmentId, { from, before: markers[first / 100 + 5] ?? null, skip: 0, limit: 500 }),
    )
    const scans = plan.filter((node) => node['Node Type'].includes('Scan'))
    assert.ok(
      scans.some((node) => node['Index Name'] === 'users_listed'),
      JSON.stringify(plan),
    )
    assert.ok(plan.every((node) => node['Actual Rows'] * node['Actual Loops'] === 500))
  }
  // Sizes that are no multiple of a hundred count from the marker before them.
  const skipping = await planOf(hub, (sql) =>
    selectSpan(sql, hub.environmentId, { from: markers[199] ?? null, before: null, skip: 99, limit: 1 }),
  )
  assert.equal(skipping.at(-1)?.['Actual Rows'], 100)
  const counting = await planOf(hub, (sql) => countFrom(sql, hub.environmentId, markers[199] ?? null))
  assert.deepEqual([counting.at(-1)?.['Index Name'], counting.at(-1)?.['Actual Rows']], ['users_listed', 100])
})

test('the whole table is looked through once in half a minute, however many pages are asked for', async () => {
  await using hub = await testHub()
  await makeUsers(hub, 1, 1050)
  const texts: string[] = []
  const query = hub.db.pool.query.bind(hub.db.pool)
  Reflect.set(hub.db.pool, 'query', (...given: Parameters<typeof query>) => {
    texts.push(JSON.stringify(given[0]))
    return query(...given)
  })
  for (let number = 0; number < 10; number++) await page(hub, number, 100)
  const whole = texts.filter((text) => !text.includes('(created_at, user_id) >='))
  assert.equal(whole.length, 1)
  assert.match(whole[0] ?? '', /row_number/)
})

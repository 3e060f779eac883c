import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { z } from 'zod'
import type { ImportedRecord } from '../import/importer.ts'
import { canonical, contentHash, summaryId } from '../normalise/identity.ts'
import { shiftDate } from '../normalise/time.ts'
import { recordsOf } from '../phone/map/map.ts'
import { type PhoneItem, type Platform, platforms } from '../phone/wire/batch.ts'
import { type DataType, dataTypes, recordSchemas } from '../schema/records.ts'
import { keyOf } from './import-suite.ts'
import { readBatch } from './read-batch.ts'

const shape = z.strictObject({
  name: z.string().min(1),
  platform: z.enum(platforms),
  /** The phone's zone; null where it does not tell. */
  zone: z.string().nullable(),
  /** The days whose records are made. */
  days: z.array(z.iso.date()).min(1),
  /** The lists of each batch; the rest of it is the same for all. */
  batches: z.array(z.record(z.string(), z.unknown())).min(1),
  /** What is refused: each id with words of the sentence. */
  rejected: z.record(z.string(), z.string()).default({}),
  /**
   * The records, worked out by hand, without what is null or empty. A `summary_id` may stand as the parts that it is made
   * of.
   */
  expected: z.array(z.strictObject({ type: z.enum(dataTypes), record: z.record(z.string(), z.unknown()) })),
})
export type PhoneFixture = z.infer<typeof shape>

/** The fixtures of a platform, each the batches of a phone beside the records that they mean. */
export function phoneFixturesIn(folder: string, platform: Platform): PhoneFixture[] {
  const files = readdirSync(folder).filter((file) => file.startsWith(`${platform}-`) && file.endsWith('.json'))
  return files.sort().map((file) => {
    const fixture = shape.parse(JSON.parse(readFileSync(join(folder, file), 'utf8')))
    assert.equal(fixture.platform, platform, file)
    return fixture
  })
}

/** When all batches of the fixtures are sent and read. */
const now = '2026-07-01T12:00:00Z'
const nowMs = Date.parse(now)
const phone = { model: 'Phone 1', os: 'OS 1', app: 'com.example.fit/1' }

/** A whole batch of a platform around some of its lists. */
export const batchOf = (platform: Platform, zone: string | null, lists: object, id = 'batch'): object => ({
  schema: 'tellus.mobile/1',
  batch_id: id,
  platform,
  phase: 'incremental',
  sent_at: now,
  device: { ...phone, ...(zone !== null && { timezone: zone }) },
  ...lists,
})

/** What is stored after some batches: newer versions take the place of older ones, deletions take items out. */
export function keptOf(batches: readonly object[]): { items: PhoneItem[]; rejected: Map<string, string> } {
  const kept = new Map<string, PhoneItem>()
  const rejected = new Map<string, string>()
  for (const batch of batches) {
    const read = readBatch(batch, nowMs)
    for (const item of read.items) {
      const known = kept.get(`${item.kind} ${item.id}`)
      if (known === undefined || item.changedAtMs >= known.changedAtMs) kept.set(`${item.kind} ${item.id}`, item)
    }
    for (const { id } of read.deleted) for (const [key, item] of kept) if (item.id === id) kept.delete(key)
    for (const { id, reason } of read.rejected) rejected.set(id ?? 'nameless', reason)
  }
  return { items: [...kept.values()], rejected }
}

const wholeBatches = ({ platform, zone, batches }: PhoneFixture): object[] =>
  batches.map((lists, i) => batchOf(platform, zone, lists, `batch ${i}`))

/** The records that a mapper makes of a fixture beside those that it should, without what is null or empty, sorted. */
export function comparisonOf(fixture: PhoneFixture, map: typeof recordsOf) {
  const { platform, zone, days, expected } = fixture
  const records = map(platform, keptOf(wholeBatches(fixture)).items, days, { device: phone, zone, observedAtMs: nowMs })
  return {
    given: records.map(({ type, record }) => ({ type, record: spoken(record) })).sort(byText),
    wanted: expected.map(({ type, record }) => ({ type, record: spoken(identified(record)) })).sort(byText),
  }
}

const made = (platform: Platform, items: readonly PhoneItem[], days: readonly string[], zone: string | null) =>
  recordsOf(platform, items, days, { device: phone, zone, observedAtMs: nowMs })

const sorted = (records: readonly ImportedRecord[]): string[] =>
  records.map((imported) => `${keyOf(imported)} ${contentHash(imported.record)}`).sort()

/** The promises that are kept for every platform, and every fixture of it. */
export function phoneSuite(platform: Platform, fixtures: readonly PhoneFixture[]): void {
  const each = (check: (fixture: PhoneFixture, items: PhoneItem[]) => void) => {
    for (const fixture of fixtures) {
      const { items } = keptOf(wholeBatches(fixture))
      check(fixture, items)
    }
  }
  describe(`what every phone is promised, kept for ${platform}`, () => {
    for (const fixture of fixtures) {
      test(`makes of ${fixture.name} the records that were worked out by hand`, () => {
        const { rejected } = keptOf(wholeBatches(fixture))
        assert.deepEqual([...rejected.keys()].sort(), Object.keys(fixture.rejected).sort())
        for (const [id, words] of Object.entries(fixture.rejected)) {
          assert.match(rejected.get(id) ?? '', /^[A-Z].*\.$/)
          assert.ok(rejected.get(id)?.includes(words), `${id}: ${rejected.get(id)}`)
        }
        const { given, wanted } = comparisonOf(fixture, recordsOf)
        assert.deepEqual(given, wanted)
      })
    }

    test('has a fixture for each hard case', () => {
      assert.ok(fixtures.length >= 12, `only ${fixtures.length}`)
    })

    test('gives records that the schema accepts, and no key beside it', () =>
      each((fixture, items) => {
        for (const { type, record } of made(platform, items, fixture.days, fixture.zone)) {
          const result = recordSchemas[type].safeParse(record)
          assert.ok(result.success, `${fixture.name}: ${type} ${result.error?.message}`)
          assert.equal(contentHash(result.data), contentHash(record), `${fixture.name}: ${type}`)
        }
      }))

    test('gives the same records again, known when it is told, under distinct keys', () =>
      each((fixture, items) => {
        const records = made(platform, items, fixture.days, fixture.zone)
        assert.deepEqual(sorted(records), sorted(made(platform, structuredClone(items), fixture.days, fixture.zone)))
        assert.equal(new Set(records.map(keyOf)).size, records.length, fixture.name)
        for (const { observedAtMs } of records) assert.equal(observedAtMs, nowMs)
      }))

    test('gives the same records whatever the order of the items, and of the lists they were sent in', () =>
      each((fixture, items) => {
        const wanted = sorted(made(platform, items, fixture.days, fixture.zone))
        fc.assert(
          fc.property(fc.shuffledSubarray(items, { minLength: items.length }), (shuffled) => {
            assert.deepEqual(sorted(made(platform, shuffled, fixture.days, fixture.zone)), wanted)
          }),
          { numRuns: 10 },
        )
      }))

    test('gives a day the same records by itself as among others, and without what is days away', () =>
      each((fixture, items) => {
        const together = sorted(made(platform, items, fixture.days, fixture.zone))
        const alone = fixture.days.flatMap((day) => {
          const near = items.filter((item) => item.day >= shiftDate(day, -1) && item.day <= shiftDate(day, 1))
          return sorted(made(platform, near, [day], fixture.zone))
        })
        assert.deepEqual(alone.sort(), together, fixture.name)
      }))

    test('puts every item under a day, and reads it again as it was kept, wherever the phone is by then', () =>
      each((fixture, items) => {
        const stored: PhoneItem[] = JSON.parse(JSON.stringify(items))
        const records = made(platform, stored, fixture.days, 'Pacific/Kiritimati')
        assert.deepEqual(sorted(records), sorted(made(platform, items, fixture.days, fixture.zone)), fixture.name)
      }))

    test('refuses garbage item by item with a sentence, and never throws', () => {
      const list = fc.array(fc.jsonValue(), { maxLength: 5 })
      const lists = fc.record({ samples: list, workouts: list, aggregates: list, ecgs: list, deleted: list })
      fc.assert(
        fc.property(lists, fc.jsonValue(), (garbage, characteristics) => {
          const { items, rejected } = keptOf([batchOf(platform, null, { ...garbage, characteristics })])
          for (const reason of rejected.values()) assert.match(reason, /^[A-Z].*[.]$/)
          for (const { type, record } of made(platform, items, [...new Set(items.map(({ day }) => day))], null))
            assert.ok(recordSchemas[type].safeParse(record).success)
        }),
        { numRuns: 60 },
      )
    })

    test('survives values changed anywhere in good items', () => {
      const places = fixtures.flatMap((fixture) => wholeBatches(fixture).map((batch) => ({ fixture, batch })))
      const odd = fc.oneof(fc.constantFrom(null, '', 0, -1, 1e300, '2025-02-30T25:00:00Z', [], {}), fc.jsonValue())
      fc.assert(
        fc.property(fc.nat(places.length - 1), fc.nat(), odd, (which, at, value) => {
          const place = places[which]
          if (place === undefined) return
          const changed = withChange(place.batch, at, value)
          const { items } = keptOf([{ ...changed, ...headOf(place.batch) }])
          for (const { type, record } of made(platform, items, place.fixture.days, place.fixture.zone)) {
            const result = recordSchemas[type].safeParse(record)
            assert.ok(result.success, `${place.fixture.name}: ${type} ${result.error?.message}`)
          }
        }),
        { numRuns: 200 },
      )
    })
  })
}

/** What makes a batch a batch, whatever was changed in its lists. */
function headOf(batch: object): object {
  const names = ['schema', 'batch_id', 'platform', 'phase', 'sent_at', 'device']
  return Object.fromEntries(Object.entries(batch).filter(([name]) => names.includes(name)))
}

/** A copy with one of its leaves replaced; `at` counts them, round and round. */
function withChange(batch: object, at: number, value: unknown): object {
  const lists = Object.entries(batch).filter(([name, list]) => !(name in headOf(batch)) && Array.isArray(list))
  const leaves = lists.reduce((sum, [, list]) => sum + leavesOf(list), 0)
  let left = leaves === 0 ? 0 : at % leaves
  const change = (inner: unknown): unknown => {
    if (Array.isArray(inner)) return inner.map(change)
    if (typeof inner === 'object' && inner !== null)
      return Object.fromEntries(Object.entries(inner).map(([key, each]) => [key, change(each)]))
    return left-- === 0 ? value : inner
  }
  return Object.fromEntries(lists.map(([name, list]) => [name, change(list)]))
}

const leavesOf = (value: unknown): number =>
  typeof value === 'object' && value !== null
    ? Object.values(value).reduce((sum: number, inner) => sum + leavesOf(inner), 0)
    : 1

const byText = (a: { type: DataType; record: unknown }, b: { type: DataType; record: unknown }): number =>
  canonical(a) < canonical(b) ? -1 : 1

/** A value without what is null or empty: what says nothing need not be written down by hand. */
function spoken(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(spoken)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value)
    .map(([key, inner]): [string, unknown] => [key, spoken(inner)])
    .filter(([, inner]) => inner !== null && inner !== undefined && !isHollow(inner))
  return Object.fromEntries(members)
}

const isHollow = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0

const parts = z.tuple([z.string()], z.union([z.string(), z.number()]))

/** A record whose identity is written as the parts that it is made of, with that identity. */
function identified(record: Record<string, unknown>): Record<string, unknown> {
  const { metadata } = record
  if (typeof metadata !== 'object' || metadata === null || !('summary_id' in metadata)) return record
  const read = parts.safeParse(metadata.summary_id)
  if (!read.success) return record
  return { ...record, metadata: { ...metadata, summary_id: summaryId(...read.data) } }
}

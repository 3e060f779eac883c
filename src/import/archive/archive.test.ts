import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import fc from 'fast-check'
import { TellusError } from '../../lib/errors.ts'
import { openDayFiles } from './day-files.ts'
import { elementsOf, type Layout } from './elements.ts'

/** The objects of a text that comes in pieces of so many bytes, and the sentence that ended it. */
async function found(
  text: string,
  layout: Layout = 'list',
  size = 7,
): Promise<{ items: unknown[]; ended: string | null }> {
  const bytes = Buffer.from(text)
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
    bytes.subarray(at * size, (at + 1) * size),
  )
  const items: unknown[] = []
  try {
    for await (const some of elementsOf(Readable.from(pieces), 'a.json', layout)) items.push(...some)
    return { items, ended: null }
  } catch (error) {
    assert.ok(error instanceof TellusError)
    return { items, ended: error.message }
  }
}

test('gives the objects of a list, whatever is in them and wherever the bytes are parted', async () => {
  const object = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue())
  await fc.assert(
    fc.asyncProperty(fc.array(object), fc.integer({ min: 1, max: 40 }), async (list, size) => {
      const wanted: unknown = JSON.parse(JSON.stringify(list))
      assert.deepEqual(await found(JSON.stringify(list), 'list', size), { items: wanted, ended: null })
      assert.deepEqual(await found(JSON.stringify([{ all: list }], null, 1), 'wrapped', size), {
        items: wanted,
        ended: null,
      })
      assert.deepEqual(await found(JSON.stringify({ all: list }), 'wrapped', size), { items: wanted, ended: null })
    }),
    { numRuns: 60 },
  )
})

test('takes a document that is one object as a list of it', async () => {
  assert.deepEqual(await found('{"a":[{"b":1}]}'), { items: [{ a: [{ b: 1 }] }], ended: null })
})

test('gives what stands before a break, and says that it breaks off', async () => {
  assert.deepEqual(await found('[{"a":1},{"a":2},{"a"'), {
    items: [{ a: 1 }, { a: 2 }],
    ended: 'a.json breaks off or is damaged: what stands before the break was read.',
  })
  for (const text of ['', 'no data', '[', '"[{}]']) assert.match((await found(text)).ended ?? '', /breaks off/)
})

test('says that a file is damaged whose brackets fit and whose content does not', async () => {
  assert.deepEqual(await found('[{"a":nothing}]'), { items: [], ended: 'a.json is damaged and was read in part.' })
})

test('gives each date what was added to it, in order, whether it is still in memory or on disk', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tellus-days-'))
  try {
    const days = openDayFiles<{ text: string }>(folder, 'test.ndjson')
    const long = 'x'.repeat(3_000_000)
    await days.add('2026-05-02', { text: 'a' })
    await days.add('2026-05-01', { text: long })
    await days.add('2026-05-01', { text: long })
    await days.add('2026-05-02', { text: 'b' })
    assert.deepEqual(days.dates(), ['2026-05-01', '2026-05-02'])
    assert.deepEqual(await days.read('2026-05-02'), [{ text: 'a' }, { text: 'b' }])
    assert.equal((await days.read('2026-05-01')).length, 2)
    assert.deepEqual(await days.read('2026-05-03'), [])
    for (let n = 0; n < 8; n++) await days.add('2026-05-01', { text: long })
    await assert.rejects(days.add('2026-05-01', { text: long }), /more of one day, than any real one/)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

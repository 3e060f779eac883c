import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { ImportedRecord, Importer } from '../import/importer.ts'
import { TellusError } from '../lib/errors.ts'
import { contentHash } from '../normalise/identity.ts'
import { recordSchemas } from '../schema/records.ts'
import { type ImportOptions, type ImportRun, runImport } from './import-run.ts'

/** A file that the importer under test reads well. */
export interface SuiteFile {
  name: string
  bytes: Uint8Array
  /** How many records of each type it gives. */
  expect: Partial<Record<ImportedRecord['type'], number>>
}

export interface ImportSuite {
  importer: Importer
  files(): Promise<SuiteFile[]> | SuiteFile[]
}

/** What makes two records the same one: the key under which they are stored. */
export function keyOf({ type, record }: ImportedRecord): string {
  if (type === 'athlete') return type
  const { metadata } = record
  const id = 'summary_id' in metadata ? metadata.summary_id : metadata.start_time.slice(0, 10)
  return `${type} ${id}`
}

const fingerprint = ({ records }: ImportRun): string[] =>
  records.map((imported) => `${keyOf(imported)} ${contentHash(imported.record)} ${imported.observedAtMs}`)

/** The promises every importer makes, whatever it reads. */
export function importSuite({ importer, files }: ImportSuite): void {
  const eachFile = async (check: (file: SuiteFile) => Promise<void>) => {
    for (const file of await files()) await check(file)
  }
  const read = (file: SuiteFile, options?: ImportOptions) => runImport(importer, file.name, file.bytes, options)

  describe(`every importer's promises, kept by ${importer.kind}`, () => {
    test('gives the records a file holds, under distinct keys', () =>
      eachFile(async (file) => {
        const { records } = await read(file)
        const counts: Partial<Record<ImportedRecord['type'], number>> = {}
        for (const { type } of records) counts[type] = (counts[type] ?? 0) + 1
        assert.deepEqual(counts, file.expect, file.name)
        assert.equal(new Set(records.map(keyOf)).size, records.length, file.name)
      }))

    test('gives the same records with the same keys, known at the same time, when the file is read again', () =>
      eachFile(async (file) => {
        assert.deepEqual(fingerprint(await read(file)), fingerprint(await read(file)), file.name)
      }))

    test('gives records that the schema accepts, and no key beside it', () =>
      eachFile(async (file) => {
        for (const imported of (await read(file)).records) {
          const result = recordSchemas[imported.type].safeParse(imported.record)
          assert.ok(result.success, `${file.name}: ${imported.type} ${result.error?.message}`)
          // Zod drops what it does not know: only what is in the schema may come back.
          assert.equal(contentHash(result.data), contentHash(imported.record), file.name)
        }
      }))

    test('says of each record when it was known, in whole milliseconds, or leaves that open', () =>
      eachFile(async (file) => {
        for (const { type, observedAtMs } of (await read(file)).records) {
          assert.ok(observedAtMs === undefined || Number.isSafeInteger(observedAtMs), `${type}: ${observedAtMs}`)
        }
      }))

    test('gives no NaN, infinity or empty text', () =>
      eachFile(async (file) => {
        for (const { record } of (await read(file)).records) assertClean(record, file.name)
      }))

    test('gives batches of at most ten records and never an empty one', () =>
      eachFile(async (file) => {
        const { batches } = await read(file)
        assert.ok(
          batches.every((size) => size >= 1 && size <= 10),
          `${file.name}: ${batches}`,
        )
      }))

    test('reports progress that only grows and ends at the size of the file', () =>
      eachFile(async (file) => {
        const { progress } = await read(file)
        assert.equal(progress.at(-1), file.bytes.length, file.name)
        progress.reduce((before, now) => {
          assert.ok(now >= before && now <= file.bytes.length, `${file.name}: ${now} after ${before}`)
          return now
        }, 0)
      }))

    test('stops when it is aborted before it begins', () =>
      eachFile(async (file) => {
        const controller = new AbortController()
        controller.abort(new Error('enough'))
        await assert.rejects(read(file, { signal: controller.signal }), /enough/, file.name)
      }))

    test('stops when it is aborted between two batches', () =>
      eachFile(async (file) => {
        const { batches } = await read(file)
        if (batches.length < 2) return
        const controller = new AbortController()
        const onBatch = () => controller.abort(new Error('enough'))
        await assert.rejects(read(file, { signal: controller.signal, onBatch }), /enough/, file.name)
      }))

    test('refuses an empty file with a sentence', async () => {
      await assert.rejects(runImport(importer, 'nothing.bin', new Uint8Array()), (error) => {
        assertSentence(error)
        assert.match(String(error), /nothing\.bin/)
        return true
      })
    })

    test('says nothing of a health value in its sentences', () =>
      eachFile(async (file) => {
        for (const share of [1, 0.5]) {
          const bytes = file.bytes.slice(0, Math.floor(file.bytes.length * share))
          for (const sentence of await sentencesOf({ ...file, bytes })) {
            const plain = sentence.replaceAll(file.name, 'the file').replaceAll(/\(\d+\)|\d+ % of its length/g, '')
            assert.doesNotMatch(plain, /\d[.,]\d|\d ?(%|bpm|kg|lb|kcal|kJ|mmHg|mg|mmol|ms|rpm|W|m\/s|k?m)\b/, sentence)
          }
        }
      }))

    test('survives a file cut anywhere: fewer records and a warning, or a sentence', () =>
      eachFile(async (file) => {
        const whole = (await read(file)).records.length
        for (const share of [0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99]) {
          const cut = { ...file, bytes: file.bytes.slice(0, Math.floor(file.bytes.length * share)) }
          try {
            const { records, warnings } = await read(cut)
            assert.ok(records.length <= whole, `${file.name} cut at ${share}`)
            assert.ok(warnings.length > 0, `${file.name} cut at ${share} gave records without a warning`)
            for (const { record } of records) assertClean(record, file.name)
          } catch (error) {
            if (error instanceof assert.AssertionError) throw error
            assertSentence(error)
          }
        }
      }))

    test('survives bytes changed anywhere', async () => {
      const originals = await files()
      const edits = fc.array(
        fc.tuple(fc.double({ min: 0, max: 0.999, noNaN: true }), fc.integer({ min: 0, max: 255 })),
        {
          minLength: 1,
          maxLength: 20,
        },
      )
      const property = fc.asyncProperty(fc.nat(originals.length - 1), edits, async (which, changes) => {
        const file = originals[which]
        if (file === undefined) return
        const bytes = Uint8Array.from(file.bytes)
        for (const [share, value] of changes) bytes[Math.floor(share * bytes.length)] = value
        await readOrSentence({ ...file, bytes })
      })
      await fc.assert(property, { numRuns: 40 })
    })

    test('survives garbage', async () => {
      const property = fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 400 }), async (bytes) => {
        await readOrSentence({ name: 'garbage.bin', bytes, expect: {} })
      })
      await fc.assert(property, { numRuns: 40 })
    })
  })

  async function sentencesOf(file: SuiteFile): Promise<string[]> {
    try {
      return (await read(file)).warnings
    } catch (error) {
      assertSentence(error)
      return [error instanceof Error ? error.message : '']
    }
  }

  async function readOrSentence(file: SuiteFile): Promise<void> {
    try {
      for (const { type, record } of (await read(file)).records) {
        assertClean(record, file.name)
        const result = recordSchemas[type].safeParse(record)
        assert.ok(result.success, `${file.name}: ${type} ${result.error?.message}`)
      }
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error
      assertSentence(error)
    }
  }
}

/** A refusal is for the person: a whole sentence with the status of a file that cannot be used. */
function assertSentence(error: unknown): void {
  assert.ok(error instanceof TellusError, `not a TellusError: ${error instanceof Error ? error.stack : error}`)
  assert.equal(error.code, 'unprocessable')
  assert.match(error.message, /[.!?)]$/)
}

function assertClean(value: unknown, where: string, path = ''): void {
  if (typeof value === 'number') assert.ok(Number.isFinite(value), `${where}: ${path} is ${value}`)
  else if (typeof value === 'string') assert.notEqual(value, '', `${where}: ${path} is empty`)
  else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) assertClean(inner, where, `${path}.${key}`)
  }
}

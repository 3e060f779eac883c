import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Fixture } from '../providers/coverage.ts'
import { dataTypes } from '../schema/records.ts'

const shape = z.strictObject({
  name: z.string().min(1),
  type: z.enum(dataTypes),
  zone: z.string().nullable(),
  raw: z.unknown(),
  expected: z.array(z.record(z.string(), z.unknown())),
})

/** The answers of a provider that stand in its folder as JSON files, each beside the records it means. */
export function fixturesIn(folder: string): Fixture[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'))
  return files.sort().map((file) => {
    const { raw, ...rest } = shape.parse(JSON.parse(readFileSync(join(folder, file), 'utf8')))
    return { ...rest, raw }
  })
}

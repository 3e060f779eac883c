import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A record that an app writes beside what the provider is to be sent of it, worked out by hand. */
export interface WrittenFixture {
  name: string
  record: object
  sent: unknown
  /** What the provider has no form for. */
  lost: string[]
  [other: string]: unknown
}

/** The fixtures of a folder, by name. */
export const writtenFixturesIn = (folder: string): WrittenFixture[] =>
  readdirSync(folder)
    .sort()
    .map((file) => ({ name: file.replace(/\.json$/, ''), ...JSON.parse(readFileSync(join(folder, file), 'utf8')) }))

/** A request as a provider gets it. */
export interface Sent {
  /** Method and address without the host. */
  call: string
  body: string
}

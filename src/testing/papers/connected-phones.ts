import { join } from 'node:path'
import { providerOf } from '../../phone/connect.ts'
import { platforms } from '../../phone/wire/batch.ts'
import type { Fixture } from '../../providers/coverage.ts'
import type { PhoneProvider } from '../../providers/provider.ts'
import { findProvider } from '../../providers/registry.ts'
import { type PhoneFixture, phoneFixturesIn } from '../phone-suite.ts'

/** A source on a phone with what is known to come of its uploads. */
export interface ConnectedPhone {
  provider: PhoneProvider
  fixtures: Fixture[]
}

const folder = join(import.meta.dirname, '..', '..', 'phone', 'fixtures')

/** Every source whose data an app on a phone uploads, by label. */
export function connectedPhones(): ConnectedPhone[] {
  return platforms
    .map((platform): ConnectedPhone => {
      const provider = findProvider(providerOf[platform])
      if (provider?.kind !== 'phone') throw new Error(`The registry has no phone for ${platform}.`)
      return { provider, fixtures: phoneFixturesIn(folder, platform).flatMap(recordsOf) }
    })
    .sort((a, b) => a.provider.label.localeCompare(b.provider.label))
}

/** A batch means records of several types: each is a fixture of its own. */
const recordsOf = ({ name, zone, batches, expected }: PhoneFixture): Fixture[] =>
  expected.map(({ type, record }) => ({ name, type, zone, raw: batches, expected: [record] }))

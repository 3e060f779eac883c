import type { Hub } from '../../hub.ts'
import { isUuid, newId } from '../../lib/ids.ts'
import { deleteWritten, insertWritten, selectWritten } from '../written-store.ts'
import type { Double, WrittenItem } from './double.ts'

type WrittenHub = Pick<Hub, 'db' | 'clock'>

const [everFrom, everTo] = ['0001-01-01', '9999-12-31']

/** A person of a double beside those of the pretend provider, whose names are in lower case. */
const whoseOf = ({ provider }: Pick<Double, 'provider'>, person: string): string => `${provider} ${person}`

const itemOf = (id: string, detail: object): WrittenItem => ({ id, number: Number.parseInt(id.slice(-12), 16), detail })

/** What apps wrote at a double for a person: `DoubleFrame.writtenOf`. */
export const writtenAt = async (
  hub: WrittenHub,
  double: Double,
  person: string,
  kind: string,
): Promise<WrittenItem[]> =>
  (await selectWritten(hub.db, whoseOf(double, person), kind, everFrom, everTo)).map(({ id, record }) =>
    itemOf(id, record),
  )

/** `DoubleFrame.keepWritten`. */
export async function keepAt(
  hub: WrittenHub,
  double: Double,
  what: { person: string; kind: string; day: string; detail: object },
): Promise<WrittenItem> {
  const nowMs = hub.clock.now()
  const id = newId(nowMs)
  await insertWritten(hub.db, {
    id,
    person: whoseOf(double, what.person),
    type: what.kind,
    day: what.day,
    record: what.detail,
    written_at: new Date(nowMs),
  })
  return itemOf(id, what.detail)
}

/** `DoubleFrame.dropWritten`. */
export const dropAt = async (
  hub: WrittenHub,
  double: Double,
  person: string,
  kind: string,
  id: string,
): Promise<boolean> => isUuid(id) && (await deleteWritten(hub.db, whoseOf(double, person), kind, id)) !== null

import { knownOnly } from '../../normalise/known.ts'
import type { Daily, TagEntry } from '../../schema/daily.ts'
import { UploadType } from '../../schema/enums.ts'
import type { Placed } from './clock.ts'
import { ofEvents, recordsOfDays } from './days.ts'
import type { Event } from './shapes.ts'

/** What a person noted of their health, and in words. */
export const daily = (base: string) =>
  ofEvents(base, ['health', 'notes'], (told) =>
    recordsOfDays(told, (on) => knownOnly({ tag_data: { tags: on(told.kept).map(tagOf) } } satisfies Partial<Daily>), {
      upload_type: UploadType.MANUAL,
    }),
  )

/** A kind of health (`stress`) under its word, whatever it is; a note under `notes`. */
const tagOf = ({ timestamp, eventType, eventSubType, value }: Placed<Event>): TagEntry => ({
  timestamp,
  tag_name: eventSubType || eventType,
  notes: value == null ? '' : `${value}`,
})

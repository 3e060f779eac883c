import { knownOnly } from '../../normalise/known.ts'
import type { Daily, TagEntry } from '../../schema/daily.ts'
import { UploadType } from '../../schema/enums.ts'
import { resource } from '../resource.ts'
import { eventsAt } from './client.ts'
import { clockOf, type Placed } from './clock.ts'
import { recordsOfDays } from './days.ts'
import { type Event, sorted } from './shapes.ts'

/** What a person noted of their health, and in words: `/events`. */
export const daily = (base: string) =>
  resource({
    ...eventsAt(base),
    normalise: ({ asked, events }, { zone }) => {
      const clock = clockOf(events, zone)
      const { kept, deleted } = sorted(clock.place(events), ['health', 'notes'])
      const knownOf = (tags: TagEntry[]) => knownOnly({ tag_data: { tags } } satisfies Partial<Daily>)
      return recordsOfDays({ clock, asked, recorded: kept, deleted }, (on) => knownOf(on(kept).map(tagOf)), {
        upload_type: UploadType.MANUAL,
      })
    },
  })

/** A kind of health (`stress`) under its word, whatever it is; a note under `notes`. */
const tagOf = ({ timestamp, eventType, eventSubType, value }: Placed<Event>): TagEntry => ({
  timestamp,
  tag_name: eventSubType || eventType,
  notes: value == null ? '' : `${value}`,
})

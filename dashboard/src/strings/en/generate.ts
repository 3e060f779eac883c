import { plural } from '../../components/format.ts'

const records = (count: number) => plural(count, 'record', 'records')

/** Tools > Generate. */
export const generate = {
  title: 'Generate',
  description: 'Believable data of any source, made here: look at it, then send it the way real data is sent.',
  mayNot: 'Your role may look at data, not send any. An owner can change your role under Settings > Team.',
  form: {
    title: 'What to generate',
    provider: 'Data source',
    providerSearch: 'Find a source',
    type: 'Data type',
    days: 'Days',
    dayCount: (count: number) => plural(count, 'day', 'days'),
    seed: 'Seed',
    seedHint: 'The same seed gives the same person and the same days.',
    another: 'Another person',
    samples: 'With samples',
    samplesHint: 'The course of heart rate, steps and the like. Without: sums and means alone.',
    more: 'Whose data, and when',
    reference: 'reference_id',
    referenceHint: 'How your app calls its user.',
    user: 'user_id',
    userHint: 'A connected user of this source. Empty: one made for generated data.',
    end: 'Last day',
    endHint: 'Empty: today.',
    zone: 'Time zone',
    zoneAny: 'Where the person lives',
    zoneSearch: 'Find a time zone',
  },
  generate: 'Generate test data',
  send: 'Send to Webhook',
  nothingYet: 'Generate data first; then it can be sent.',
  targets: {
    none: 'There is no destination yet, so there is nobody to send this to.',
    add: 'Add New',
    off: 'Every destination is switched off. What you send waits for them.',
    unwanted: (type: string) => `No destination takes ${type}. What you send is kept, and delivered to nobody.`,
    goes: 'Goes to',
    see: 'See destinations',
  },
  result: {
    empty: 'No data yet.',
    emptyWhy: 'Choose a source and a type. The data is drawn here, with the JSON your server would receive.',
    title: (source: string, type: string) => `${source}, ${type}`,
    made: (count: number) => `${records(count)}, not sent yet.`,
    sent: 'As it was sent.',
    changed: 'You have changed the choices since. “Send to Webhook” sends what is shown here.',
    json: 'JSON',
    jsonLabel: 'payload',
  },
  fields: {
    title: 'What does this provider really send?',
    summary: (source: string, type: string, count: number) =>
      count === 0
        ? `Here ${source} fills every field of ${type}.`
        : `${source} fills ${type} but for ${plural(count, 'field or group', 'fields and groups')}, which stay out of the JSON:`,
    samples: 'Samples are among them, because you left them out.',
    why: 'Either the source does not measure them, or nothing of the kind happened on these days.',
    whole: 'nothing in it',
    more: (count: number) => `Show ${plural(count, 'empty field', 'empty fields')}`,
  },
  sent: {
    title: 'Sent',
    description: 'Each attempt, as it happens.',
    open: 'Open event',
    nobody: 'Stored, and owed to no destination.',
    tries: (count: number) => plural(count, 'try', 'tries'),
    gone: 'a deleted destination',
  },
}

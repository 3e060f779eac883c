import { plural } from '../../components/format.ts'
import { sourceKeys } from './source-keys.ts'
import { sourcePhone } from './source-phone.ts'

/** API > Connections > Sources. */
export const sources = {
  title: 'Sources',
  description: 'Where data comes from, and whether your users are offered it.',
  list: 'Sources',
  keys: sourceKeys,
  phone: sourcePhone,
  tabs: { sources: 'Sources', coverage: 'Coverage' },
  coverage: {
    about:
      'Which provider fills which fields. Of those that Tellus connects to it is read off answers of theirs and uploads of phones; of the others off the data that Tools > Generate makes, which follows what they document. A device may measure less.',
    type: 'Data type',
    find: 'Find a field',
    columns: 'Providers',
    shown: { built: 'Connected by Tellus', mine: 'My users’', every: 'All' },
    noBuilt: 'No provider that Tellus connects to has this type. Files and generated data may.',
    noField: (text: string) => `No field has “${text}” in its name.`,
    noProvider: 'None of your users is connected to a provider of this type.',
    all: 'Show all',
  },
  states: { ready: 'ready', needs_keys: 'needs keys', sandbox: 'sandbox', off: 'off' },
  kinds: { file: 'Files', phone: 'Phone', cloud: 'Cloud', sandbox: 'Pretend provider' },
  users: (count: number) => (count === 0 ? 'no users yet' : plural(count, 'user', 'users')),
  offered: (label: string) => `Offer ${label}`,
  offeredShort: 'Offered to users',
  on: (label: string) => `${label} is offered to your users now.`,
  off: (label: string) => `${label} is not offered any more. Users who have it keep it.`,
  types: 'Types of data',
  search: 'Find a source',
  none: 'No sources.',
  noneWhy: 'This Tellus was built without any provider.',
  noMatch: (text: string) => `No source is called “${text}”.`,
  clear: 'Show all',
  page: {
    unknown: (slug: string) => `There is no source ${slug}.`,
    unknownWhy: 'It may be spelt otherwise, or belong to a later version of Tellus.',
    all: 'All sources',
    how: 'How its data gets in',
    facts: 'Facts',
    state: 'State',
    kind: 'Kind',
    slug: 'Name in the API',
    users: 'Users',
    seeUsers: (count: number) => `See ${plural(count, 'user', 'users')}`,
    types: 'Types',
    files: 'Files',
    import: 'Import a file',
    ways: {
      file: (label: string) =>
        `A person brings a file that ${label} exports. It is read here, turned into records, and sent to your destinations like all other data.`,
      phone: (label: string) =>
        `Your app on the person’s phone reads ${label} and uploads to Tellus, where it becomes records and is sent to your destinations like all other data.`,
      cloud: (label: string) =>
        `A person signs in at ${label} in the widget. ${label} then tells Tellus of new data, which is fetched and sent to your destinations.`,
      sandbox:
        'A pretend provider inside Tellus, with sign-in, consent and data of its own: try the whole way without an account anywhere. It is never offered where TELLUS_SANDBOX is off.',
    },
    alsoFiles: 'Exported files can be imported as well, under Tools > Import.',
    needsKeys: (slug: string) =>
      `It has no keys. Enter those of your app below, or set TELLUS_${slug}_CLIENT_ID and TELLUS_${slug}_CLIENT_SECRET and start Tellus again.`,
    sandboxOff: 'It is off in this Tellus. Set TELLUS_SANDBOX=on and start it again.',
    offNow: 'It is switched off: the widget does not show it. Users who are connected stay connected.',
    fileKinds: {
      'apple-health': 'Apple Health export (zip or xml)',
      'google-takeout': 'Fitbit archive of Google Takeout (zip)',
      'garmin-export': 'Garmin’s “Export your data” (zip)',
      'samsung-health': 'Samsung Health “Download personal data” (zip)',
      'health-connect': 'Health Connect export (zip or db)',
      'libre-csv': 'LibreView glucose history (csv)',
      'dexcom-clarity-csv': 'Dexcom Clarity export (csv)',
      fit: 'FIT file',
      gpx: 'GPX file',
      tcx: 'TCX file',
    },
  },
}

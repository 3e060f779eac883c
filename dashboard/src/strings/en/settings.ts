import { formatNumber, plural } from '../../components/format.ts'
import { account } from './settings-account.ts'
import { audit } from './settings-audit.ts'
import { team } from './settings-team.ts'
import { widget } from './settings-widget.ts'

/** What is in an environment, in words: `3 users, 120 events, 2 destinations and 1 API key`. */
const contents = (counts: { users: number; events: number; destinations: number; keys: number }, isMore: boolean) => {
  const events = isMore ? `over ${formatNumber(counts.events)} events` : plural(counts.events, 'event', 'events')
  return `${plural(counts.users, 'user', 'users')}, ${events}, ${plural(counts.destinations, 'destination', 'destinations')} and ${plural(counts.keys, 'API key', 'API keys')}`
}

const environments = {
  title: 'Environments',
  description:
    'Each has its own dev-id, API keys, users, destinations and history. Keep trials apart from what your customers use.',
  add: 'New environment',
  caption: 'Environments',
  columns: { name: 'Name', devId: 'dev-id', made: 'Made', act: 'Act' },
  shown: 'shown now',
  show: 'Switch to it',
  showOf: (name: string) => `Switch to it: ${name}`,
  rename: 'Rename…',
  delete: 'Delete…',
  actionsOf: (name: string) => `Actions of ${name}`,
  keys: 'API keys',
  new: {
    title: 'New environment',
    description: 'It begins with an API key and an empty inbox, and without destinations.',
    name: 'Name',
    nameHint: 'Such as “Staging”, or the name of your app.',
    nameWrong: 'Give the environment a name.',
    submit: 'Make environment',
    madeTitle: (name: string) => `${name} was made`,
    once: 'Copy the key now: it is shown this once. More keys can be made under API > Credentials.',
    devId: 'dev-id',
    key: 'API key',
    copyDevId: 'Copy dev-id',
    copyKey: 'Copy API key',
    done: 'Done',
  },
  renaming: {
    title: (name: string) => `Rename ${name}`,
    description: 'The dev-id stays, so nothing that calls Tellus notices.',
    submit: 'Rename',
    done: (name: string) => `It is called ${name} now.`,
  },
  deleting: {
    verb: 'Delete',
    counting: 'Counting what is in it…',
    what: (counts: Parameters<typeof contents>[0], isMore: boolean) =>
      `${contents(counts, isMore)} go with it, for good. Calls with its keys are refused at once, and no backup is made.`,
    done: (name: string) => `${name} was deleted. Its events are erased within minutes.`,
  },
}

const about = {
  title: 'About',
  description: 'This installation of Tellus.',
  facts: 'Installation',
  version: 'Version',
  licence: 'Licence',
  licenceIs: 'Apache 2.0: free to use, change and pass on',
  address: 'Address',
  addressHint: 'Links in invitations and callbacks begin with it; TELLUS_PUBLIC_URL sets it.',
  sandbox: 'Pretend provider',
  sandboxOn: 'on: anybody with a session of the widget can connect made-up people',
  sandboxOff: 'off',
  private: 'Private destinations',
  privateOn: 'allowed: destinations may be on your own network',
  privateOff: 'refused: destinations must be on the public internet',
  environments: 'Environments',
  health: 'Health',
  database: 'Database',
  databaseUp: 'ready',
  databaseDown: 'not ready',
  checking: 'asking…',
  stream: 'Live data',
  checkAgain: 'Check again',
  watch: 'For your monitoring',
  paths: {
    healthz: 'answers 200 while the process runs',
    readyz: 'answers 200 while the database takes work, else 503 with why',
    metrics: 'figures for Prometheus; from elsewhere than this machine with dev-id and x-api-key',
  },
  links: 'Read on',
  reference: 'API reference',
  referenceWhy: 'every call of both APIs, to read and try',
  openApi: 'OpenAPI description',
  openApiWhy: 'of the management API, for code generators',
}

/** Settings: who works here, in which environments, and how the end user's pages look. */
export const settings = {
  environments,
  team,
  account,
  audit,
  widget,
  about,
  roles: {
    owner: 'Everything, and the team: invites, gives roles, removes, deletes environments.',
    developer: 'Makes and changes destinations, keys and environments, resends, reveals secrets, reads the audit log.',
    viewer: 'Sees everything but secrets and the audit log, and changes nothing.',
  },
}

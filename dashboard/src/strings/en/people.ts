import { plural } from '../../components/format.ts'

const accounts = (count: number) => plural(count, 'account', 'accounts')

/** One person over all their sources, and who of them counts first. */
export const people = {
  of: (name: string) => `All of ${name}`,
  accountsOf: (count: number) => `one of ${accounts(count)} of this person`,
  page: {
    what: (count: number) =>
      count === 1
        ? 'One account so far. What other sources of this reference_id tell is put together with it.'
        : `${accounts(count)} of one reference_id, put together: each day, night and workout once.`,
    nobody: 'Nobody has this reference_id.',
    nobodyWhy:
      'A person is here as long as an account of theirs is. They were all disconnected, or carry another reference_id now.',
    toUsers: 'See all users',
  },
  accounts: {
    title: 'Accounts',
    caption: 'Accounts of this person, the most trusted first',
    columns: { place: 'Place', source: 'Source', status: 'Status', id: 'user_id', data: 'Last data' },
  },
  days: {
    title: 'Day by day',
    how: 'Each thing once, with the source that counts for it. Choose one to see it whole, and what it was made of.',
    earlier: 'Earlier days',
    later: 'Later days',
    to: 'Up to',
    none: 'nothing',
    empty: (from: string, to: string) => `No days, nights, workouts or measurements from ${from} to ${to}.`,
    emptyWhy: 'Nothing of this person begins on these days.',
    emptyEver: 'No source of this person has told any yet.',
    newest: (day: string) => `Go to the newest, ${day}`,
    also: (names: string) => `also recorded by ${names}`,
    types: { daily: 'Day', sleep: 'Sleep', activity: 'Activity', body: 'Body' },
    hidden: 'values are hidden',
    unknown: 'recorded',
    madeOf: 'What it was made of',
    first: 'counts first',
    see: (name: string) => `As ${name} told it`,
    origins: 'What comes from where',
    originsHow:
      'Sections that the first source lacks come from the next. Nothing is summed but what was counted while the first was off.',
    both: (names: string) => `${names}, together`,
    nobodys: 'put together',
    json: 'As it is told',
    jsonLabel: 'merged records',
    noneOf: (type: string, day: string) => `No ${type} on ${day}.`,
    noneOfWhy: 'Nothing of this type begins on this day, at any of the sources.',
  },
  order: {
    title: 'Who counts first',
    list: 'Sources, the most trusted first',
    none: 'No order was given: what a device’s own servers tell counts before phones, which hold what other apps wrote there too; of equals the account that was connected first. For workouts and nights the richer record counts.',
    environment: 'The order of the environment holds. Another one here is this person’s alone.',
    person: 'An order of this person alone. It counts more than that of the environment.',
    toEnvironment: 'Order of the environment',
    noAccount: 'no account now',
    mayNot: 'Your role may look at the order, not change it. An owner can change your role under Settings > Team.',
    save: 'Save order',
    undo: 'As it was',
    back: 'Take back the order',
    saved: (name: string) => `${name} is told by this order from now on.`,
    takenBack: (name: string) => `${name} has no order of their own any more.`,
    object: (name: string) => `of ${name}`,
    backWhat: 'Then the order of the environment holds again, or where there is none, devices before phones.',
  },
  common: {
    title: 'Order of sources',
    description:
      'Where one person has several sources, each day, night and workout is told once. This says which source counts first, for everybody who has no order of their own.',
    panel: 'Named sources',
    rest: 'Sources that are not named come after those that are: devices’ own servers before phones.',
    none: 'No order was given.',
    noneWhy:
      'What a device’s own servers tell counts before phones; of equals the account that was connected first. For workouts and nights the richer record counts.',
    add: 'Add a source',
    addSearch: 'Such as Oura',
    inUse: (count: number) => plural(count, 'user here', 'users here'),
    object: 'for everybody',
    saveWhat: (names: string) =>
      `${names} then count in this order for everybody who has no order of their own, from the next read on. What was sent already stays as it is.`,
    backWhat: 'Then devices’ own servers count before phones, for everybody who has no order of their own.',
    saved: 'The order is saved.',
    takenBack: 'The order was taken back.',
  },
}

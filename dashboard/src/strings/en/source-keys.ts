import { plural } from '../../components/format.ts'

/** The keys of an app at a provider, on the page of its source. */
export const sourceKeys = {
  title: 'Keys of your app',
  about: (label: string) =>
    `What makes your app known to ${label}. They are for this whole Tellus, with all its environments.`,
  from: 'In force',
  fromDashboard: 'entered here',
  fromEnvironment: 'set by the environment',
  fromNowhere: 'none',
  standsIn: 'none: the sandbox plays this source, with invented people',
  clientId: 'Client ID',
  clientSecret: 'Client secret',
  secretHidden: (hint: string | null) => `••••••••${hint ?? ''}`,
  enteredBy: 'Entered',
  environmentWins: (id: string, secret: string) =>
    `${id} and ${secret} are set where Tellus was started, and count more than what is entered here. Change them there.`,
  alsoEntered: 'Keys were entered here as well: they are used once the variables are gone.',
  half: (variable: string, other: string) => `${variable} is set and ${other} is not: both are needed.`,
  callback: 'Callback URL',
  copyCallback: 'Copy callback URL',
  webhook: 'Webhook URL',
  copyWebhook: 'Copy webhook URL',
  webhookByHand: (label: string) => `Enter it at ${label} yourself: there is no call for it.`,
  webhookByItself: (label: string) => `Tellus enters it at ${label} by itself.`,
  webhookSecret: 'Webhook secret',
  how: 'How to get them',
  console: (label: string) => `Open the console of ${label}`,
  enter: 'Enter keys',
  change: 'Change keys',
  test: 'Test',
  remove: 'Remove',
  removeVerb: 'Remove',
  removeObject: (label: string) => `the keys of ${label}`,
  removeConsequence: (label: string, users: number) =>
    users === 0
      ? `Nobody can connect ${label} without them.`
      : `Nobody can connect ${label} without them, and the data of ${plural(users, 'user', 'users')} stops coming.`,
  removed: (label: string) => `The keys of ${label} are forgotten.`,
  formTitle: (label: string) => `Keys of ${label}`,
  formHint: 'Tellus keeps them encrypted. The secret is not shown again.',
  idEmpty: 'The client ID is empty.',
  secretEmpty: 'The client secret is empty.',
  keyEmpty: (label: string) => `The ${label} is empty.`,
  others: (users: number) =>
    `${plural(users, 'user is', 'users are')} connected by the keys of now: with those of another app they have to sign in again.`,
  save: 'Save',
  saved: (label: string) => `The keys of ${label} are in force.`,
  testing: 'Asking …',
  verdicts: { right: 'right', wrong: 'wrong', unknown: 'not known' },
  mayNot: 'Owners enter and change them.',
}

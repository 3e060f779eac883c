import { plural } from '../../components/format.ts'

const messages = (count: number) => plural(count, 'message', 'messages')

/** Tools > Inbox. */
export const inbox = {
  title: 'Inbox',
  description: 'A receiver inside Tellus, at an address of its own: see what your server would get, without one.',
  none: 'No inbox yet.',
  noneWhy: 'An inbox keeps what is sent to its address and shows it, with its signature explained.',
  unknown: 'There is no such inbox.',
  unknownWhy: 'It may have been deleted, or belong to another environment.',
  choose: 'Inbox to show',
  head: {
    make: 'New inbox',
    rename: 'Rename',
    clear: 'Clear messages',
    delete: 'Delete',
    newTitle: 'New inbox',
    newWhat: 'It has an address of its own. A destination that sends there is added under Destinations.',
    renameTitle: (name: string) => `Rename ${name}`,
    name: 'Name',
    noName: 'Name is empty.',
    create: 'Make inbox',
    save: 'Save',
    made: (name: string) => `${name} was made. Its address takes messages from now on.`,
    clearVerb: 'Clear',
    clearWhat: (count: number, isMore: boolean) =>
      `${isMore ? `More than ${messages(count)}` : messages(count)} will be deleted. The address stays.`,
    cleared: (count: number) => `${messages(count)} ${count === 1 ? 'was' : 'were'} deleted.`,
    deleteWhat: (count: number, isMore: boolean, senders: number) =>
      `Its address and ${isMore ? `more than ${messages(count)}` : messages(count)} will be gone.${
        senders === 0 ? '' : ` ${plural(senders, 'destination sends', 'destinations send')} there and will fail.`
      }`,
    deleted: (name: string) => `${name} was deleted.`,
  },
  address: {
    title: 'Address',
    copy: 'Copy the address',
    senders: 'Sent there by',
    noSenders: 'No destination sends there yet. Anything else may: every POST is kept.',
    add: 'Add a destination',
    sendTest: 'Send test',
    tested: 'A healthcheck event is on its way. It appears below.',
    off: 'switched off',
    verify: 'Verify a signature by hand',
  },
  answer: {
    title: 'Answer with',
    modes: { ok: '200', error: '500', slow: 'Slow' },
    says: {
      ok: 'Every message is taken. Its delivery is done.',
      error: 'Every message is refused, and tried again by the schedule of its destination.',
      slow: 'The answer comes after 12 s. Destinations wait 8 s unless told otherwise, so each attempt fails and is tried again.',
    },
    other: (status: number, ms: string | null) =>
      `It answers ${status}${ms === null ? '' : ` after ${ms}`}, as was set by the API.`,
    mayNot: 'Developers and owners may change it.',
  },
  retries: {
    title: 'Waiting to be tried again',
    failed: (attempt: number, code: number | null) =>
      `try ${attempt} ${code === null ? 'got no answer' : `was answered ${code}`}`,
    next: 'next in',
    now: 'now',
    tryNow: 'Try now',
  },
  list: {
    title: 'Messages',
    caption: 'Messages of this inbox',
    columns: {
      verdict: 'Signature',
      type: 'Type',
      attempt: 'Try',
      answered: 'Answered',
      size: 'Size',
      when: 'Received',
    },
    verdicts: { verified: 'verified', invalid: 'invalid', unsigned: 'unsigned' },
    noType: (method: string) => `${method}, no type`,
    attempt: (count: number) => `try ${count}`,
    none: 'No messages yet.',
    noneWhy: 'They appear here as they arrive. Send generated data, send a test, or post to the address yourself.',
    generate: 'Generate test data',
    curl: 'curl command',
  },
  message: {
    notHere: 'This message is not in the list.',
    notHereWhy: 'It was cleared, or is older than what is shown. “Show more” below the list may bring it.',
    received: 'received',
    signature: 'Signature',
    check: 'Check it by hand',
    tries: 'Tries of this delivery',
    tryOf: (attempt: number, status: number) => `Try ${attempt}: ${status}`,
    headers: 'Headers',
    body: 'Body',
    bodyLabel: 'received body',
    noBody: 'The body is empty.',
    binary: 'The body is not text. It is shown in base64.',
    facts: {
      answered: 'Answered with',
      method: 'Request',
      size: 'Size',
      trace: 'Trace id',
      id: 'ID',
    },
  },
}

import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { stripVTControlCharacters } from 'node:util'
import { connectAtSandbox, openRealVisitor } from '../../src/testing/real-visitor.ts'
import type { Received } from '../../src/testing/receiver.ts'
import { eventually } from '../../src/testing/tellus.ts'
import { environment } from './outcome.ts'
import { payloadOf, type Stage } from './stage.ts'

/**
 * A driver is a program that lives a user's life through a client. It writes lines of words with tabs between; to each but
 * `DID` it waits for a line back:
 *
 * - `OPEN <url>`: a person walks the widget's pages and consents; the answer is their user id.
 * - `EVENT <type> <user id>`: answered once such an event was delivered.
 * - `HEADER <type> <user id>`, `BODY …`: the signature and the body of that delivery.
 * - `REFERENCE <reference> <type>`: answered once such an event came under that reference.
 * - `CHUNKS <reference> <type>`: answered once as many came as were announced.
 * - `DID <what>`: a step went well.
 */
const withinMs = 60_000

/** Runs a driver to its end; gives the steps it did, and throws with what it said when it fails. */
export async function live(
  stage: Stage,
  person: string,
  program: string,
  args: readonly string[],
  cwd: string,
): Promise<string> {
  const { tellus } = stage
  const child = spawn(program, args, {
    cwd,
    env: environment({
      BASE_URL: `${tellus.url}/v2`,
      DEV_ID: tellus.devId,
      API_KEY: tellus.apiKey,
      SIGNING_SECRET: stage.secret,
      REFERENCE_ID: `life of ${person}`,
    }),
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const ended = new Promise<number | null>((done) => {
    child.once('error', () => done(null))
    child.once('close', done)
  })
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text
  })
  // A driver that is gone cannot be answered; its exit code says the rest.
  child.stdin.on('error', () => {})
  const steps: string[] = []
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      // Maven ends its colours before a driver's first word and after its last.
      const [verb = '', ...words] = stripVTControlCharacters(line).split('\t')
      if (verb === '') continue
      if (verb === 'DID') steps.push(words.join(' '))
      else child.stdin.write(`${await answerTo(stage, person, verb, words)}\n`)
    }
  } finally {
    child.stdin.end()
    child.kill()
  }
  const code = await ended
  if (code !== 0) {
    const why = complaint.trim().split('\n').slice(-4).join(' | ').slice(0, 600)
    throw new Error(`after ${steps.length} steps (${steps.at(-1) ?? 'none'}): ${why || `it ended with ${code}`}`)
  }
  return `${steps.length} steps: ${steps.join('; ')}`
}

async function answerTo(stage: Stage, person: string, verb: string, words: readonly string[]): Promise<string> {
  const [first = '', second = ''] = words
  switch (verb) {
    case 'OPEN': {
      const end = await connectAtSandbox(openRealVisitor(stage.tellus.url), first, person)
      return end.searchParams.get('user_id') ?? ''
    }
    case 'EVENT':
      return String((await eventOf(stage, first, second)).body.length)
    case 'HEADER':
      return String((await eventOf(stage, first, second)).headers['terra-signature'])
    case 'BODY':
      return (await eventOf(stage, first, second)).body.toString('utf8')
    case 'REFERENCE':
      await underReference(stage, first, second, 1)
      return 'came'
    case 'CHUNKS': {
      const [sending] = await underReference(stage, first, 'large_request_sending', 1)
      const expected = sending === undefined ? 0 : (payloadOf(sending).expected_payloads ?? 0)
      const came = await underReference(stage, first, second, expected)
      if (came.length !== expected) throw new Error(`${expected} payloads were announced, ${came.length} came`)
      return String(expected)
    }
    default:
      throw new Error(`the driver said "${verb}", which is no word of it`)
  }
}

/** The delivery of an event about a user. */
const eventOf = ({ receiver }: Stage, type: string, userId: string): Promise<Received> =>
  eventually(
    `${type} of ${userId}`,
    () =>
      receiver.received.find((request) => {
        const payload = payloadOf(request)
        return payload.type === type && (payload.user ?? payload.new_user)?.user_id === userId
      }) ?? null,
    withinMs,
  )

/** The deliveries of a type under a reference, once there are `n`. */
const underReference = ({ receiver }: Stage, reference: string, type: string, n: number): Promise<Received[]> =>
  eventually(
    `${n} ${type} under ${reference}`,
    () => {
      const found = receiver.received.filter(
        (request) => request.headers['terra-reference'] === reference && payloadOf(request).type === type,
      )
      return found.length >= n && found
    },
    withinMs,
  )

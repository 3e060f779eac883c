import type { LightMyRequestResponse } from 'fastify'
import { createAccount } from '../accounts/account.ts'
import type { Role } from '../accounts/actor.ts'
import { hashPassword } from '../accounts/password.ts'
import type { TestServer } from './server.ts'

/** Somebody signed in, as a browser on a page of ours would call. */
export interface Person {
  email: string
  accountId: string
  cookie: string
  csrfToken: string
  call(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    url: string,
    options?: { body?: unknown; headers?: Record<string, string> },
  ): Promise<LightMyRequestResponse>
}

export const testPassword = 'correct horse battery'
// Hashing is slow on purpose: tests share one.
let hash: Promise<string> | null = null

/** An account with `testPassword`. */
export function addAccount(at: TestServer, email: string, role: Role): Promise<string> {
  hash ??= hashPassword(testPassword)
  return hash.then((password) => createAccount(at.hub.db, { email, name: null, role, password }))
}

/** The value of the session cookie that an answer sets; empty when it takes the cookie away, undefined when it does neither. */
export const cookieIn = (answer: LightMyRequestResponse): string | undefined =>
  answer.cookies.find(({ name }) => name === 'tellus_session')?.value

/** Makes an account and signs it in. */
export async function signedIn(at: TestServer, email: string, role: Role): Promise<Person> {
  const accountId = await addAccount(at, email, role)
  const answer = await at.call('POST', '/admin/api/session', { as: 'none', body: { email, password: testPassword } })
  if (answer.statusCode !== 200) throw new Error(`${email} could not sign in: ${answer.body}`)
  return personOf(at, { email, accountId }, answer)
}

/** Whom an answer that signs in has signed in. */
export function personOf(
  at: TestServer,
  who: { email: string; accountId: string },
  answer: LightMyRequestResponse,
): Person {
  const cookie = `tellus_session=${cookieIn(answer) ?? ''}`
  const csrfToken: string = answer.json().csrf_token
  return {
    ...who,
    cookie,
    csrfToken,
    call: (method, url, { body, headers = {} } = {}) =>
      at.call(method, `/admin/api${url}`, {
        as: 'none',
        ...(body === undefined ? {} : { body }),
        headers: { cookie, 'x-csrf-token': csrfToken, 'sec-fetch-site': 'same-origin', ...headers },
      }),
  }
}

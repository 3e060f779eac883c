import type { FastifyInstance } from 'fastify'
import { createKey } from '../../src/environments/keys.ts'
import { buildServer } from '../../src/http/server.ts'
import type { Hub } from '../../src/hub.ts'
import { quantile, sortedOf } from '../delivery/figures.ts'
import { type Explained, explaining } from './explain.ts'

/** A request whose statements are looked at. */
export interface Look {
  what: string
  path(userId: string, size: { users: number }): string
}

const day = (type: string, dates: string) => ({
  path: (userId: string) => `/v2/${type}?user_id=${userId}&to_webhook=false&${dates}`,
})
/** 20 April 2026, 22:00 to 08:00. */
const oneNight = 'start_date=1776722400&end_date=1776758400'

export const looks: readonly Look[] = [
  { what: 'a day', ...day('daily', 'start_date=2026-06-20') },
  { what: 'a day of four years ago', ...day('daily', 'start_date=2022-06-20') },
  { what: 'a night', ...day('sleep', 'start_date=2026-06-20') },
  { what: 'a night, by the second', ...day('sleep', oneNight) },
  { what: 'a month', ...day('daily', 'start_date=2026-05-01&end_date=2026-06-01') },
  { what: 'a year', ...day('daily', 'start_date=2025-06-01&end_date=2026-06-01') },
  { what: 'the athlete', path: (userId) => `/v2/athlete?user_id=${userId}&to_webhook=false` },
  { what: '/userInfo by id', path: (userId) => `/v2/userInfo?user_id=${userId}` },
  { what: '/userInfo by reference', path: (_userId, { users }) => `/v2/userInfo?reference_id=person-${users - 1}` },
  { what: '/subscriptions, first page', path: () => '/v2/subscriptions?page=0&per_page=100' },
  {
    what: '/subscriptions, last page',
    path: (_userId, { users }) => `/v2/subscriptions?page=${Math.ceil(users / 100) - 1}&per_page=100`,
  },
  { what: 'list of users', path: () => '/admin/api/users?limit=50' },
  { what: 'list of users, an id searched', path: (userId) => `/admin/api/users?limit=50&search=${userId}` },
  {
    what: 'list of users, text searched',
    path: (_userId, { users }) => `/admin/api/users?limit=50&search=son-${users - 1}`,
  },
  { what: "a user's page", path: (userId) => `/admin/api/users/${userId}` },
]

/** What a request's statements came to: medians over the users, once the pages were in memory. */
export interface Looked {
  what: string
  buffers: number
  ms: number
  /** The same when it ran for the first time. */
  firstMs: number
  statements: Explained[]
}

/** Sends each request through the whole server for some users, and gives what the database did for it. */
export async function lookAt(
  hub: Hub,
  environmentId: string,
  devId: string,
  userIds: readonly string[],
  size: { users: number },
): Promise<Looked[]> {
  const explained = explaining(hub.db)
  const { key } = await createKey(hub.db, environmentId, 'scale')
  const server = await buildServer({ ...hub, db: explained.db })
  const headers = { 'dev-id': devId, 'x-api-key': key }
  try {
    // The key is remembered from here on.
    await ask(server, '/v2/userInfo?reference_id=nobody', headers)
    const found: Looked[] = []
    for (const { what, path } of looks) {
      const runs: { first: Explained[]; second: Explained[] }[] = []
      for (const userId of userIds) {
        explained.take()
        await ask(server, path(userId, size), headers)
        const first = explained.take()
        await ask(server, path(userId, size), headers)
        runs.push({ first, second: explained.take() })
      }
      found.push({
        what,
        buffers: medianOf(runs.map(({ second }) => sumOf(second, 'buffers'))),
        ms: medianOf(runs.map(({ second }) => sumOf(second, 'ms'))),
        firstMs: medianOf(runs.map(({ first }) => sumOf(first, 'ms'))),
        statements: runs[0]?.second ?? [],
      })
    }
    return found
  } finally {
    await server.close()
  }
}

async function ask(server: FastifyInstance, url: string, headers: Record<string, string>): Promise<void> {
  const answer = await server.inject({ method: 'GET', url, headers })
  if (answer.statusCode !== 200)
    throw new Error(`${url} was answered ${answer.statusCode}: ${answer.body.slice(0, 500)}`)
}

const sumOf = (statements: readonly Explained[], what: 'buffers' | 'ms'): number =>
  statements.reduce((sum, statement) => sum + statement[what], 0)

const medianOf = (values: readonly number[]): number => quantile(sortedOf(values), 0.5)

import type { Pool, PoolClient } from 'pg'

/** How a connection ends that was lost, by node and by PostgreSQL. */
const lostCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOENT', '57P01', '57P02', '08003', '08006'])
/** A code of a lost connection for which the job library tries again. */
const triedAgain = 'EHOSTUNREACH'
const completes = /^\s*(?:with j as \(\s*)?delete from \S*_private_jobs/

const isLost = (error: Error): boolean =>
  ('code' in error && lostCodes.has(String(error.code))) || error.message.includes('Connection terminated')

/**
 * The pool as the job library may use it. It marks a job as done without waiting for that, and when the connection is lost
 * in that moment under a code that it does not know, its rejection would end the process. Such an error gets the code for
 * which it tries again; every other goes through as it is.
 */
export function steadyPool(pool: Pool): Pool {
  return new Proxy(pool, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target)
      if (name === 'connect') return (...given: unknown[]) => connect(target, given)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

function connect(pool: Pool, given: unknown[]): unknown {
  // With a callback it is the library's ear for new jobs, which has its own way to come back.
  if (given.length > 0) return Reflect.apply(pool.connect, pool, given)
  return pool.connect().then(steadyClient, (error: unknown) => {
    throw named(error)
  })
}

const steadyClient = (client: PoolClient): PoolClient =>
  new Proxy(client, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target)
      if (typeof value !== 'function') return value
      if (name !== 'query') return value.bind(target)
      return (...given: unknown[]) => {
        const answer: unknown = Reflect.apply(value, target, given)
        if (!(answer instanceof Promise) || !completes.test(textOf(given[0]))) return answer
        return answer.catch((error: unknown) => {
          throw named(error)
        })
      }
    },
  })

const textOf = (query: unknown): string => {
  if (typeof query === 'string') return query
  const text: unknown = typeof query === 'object' && query !== null ? Reflect.get(query, 'text') : ''
  return typeof text === 'string' ? text : ''
}

const named = (error: unknown): unknown =>
  error instanceof Error && isLost(error) ? Object.assign(error, { code: triedAgain }) : error

import type { FastifyRequest } from 'fastify'
import { authenticate, type Environment } from '../environments/keys.ts'
import type { Hub } from '../hub.ts'
import { TellusError } from '../lib/errors.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose credentials came with the request; null on routes that ask for none. */
    environment: Environment | null
  }
}

/** The environment that the request's `dev-id` and `x-api-key` open. Throws the two sentences of 401. */
export async function checkCredentials(hub: Pick<Hub, 'db' | 'clock'>, request: FastifyRequest): Promise<Environment> {
  const devId = one(request.headers['dev-id'])
  const apiKey = one(request.headers['x-api-key'])
  if (devId === undefined || apiKey === undefined)
    throw new TellusError('unauthorized', 'dev-id or x-api-key headers are missing')
  const environment = await authenticate(hub, devId, apiKey)
  if (environment === null) throw new TellusError('unauthorized', 'invalid dev-id or x-api-key')
  return environment
}

const one = (value: string | string[] | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

/** A hook that lets in only requests with credentials, before their body is read. */
export const demandCredentials = (hub: Pick<Hub, 'db' | 'clock'>) => async (request: FastifyRequest) => {
  request.environment = await checkCredentials(hub, request)
}

/** The environment of a request that came past `demandCredentials`. */
export function environmentOf(request: FastifyRequest): Environment {
  if (request.environment === null) throw new Error('A route that asks for no credentials has no environment.')
  return request.environment
}

import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { OpenApi } from './openapi.ts'
import { openRoutesOf } from './route.ts'

/** Adds an API's description, for everybody. It is made at the first request: then all routes are there, and the address is known. */
export function openApiRoute(server: FastifyInstance, make: () => OpenApi, url = '/openapi.json'): void {
  let made: OpenApi | null = null
  openRoutesOf(server)({
    method: 'GET',
    url,
    summary: 'This description, as OpenAPI 3.1',
    answer: z.looseObject({ openapi: z.string(), paths: z.record(z.string(), z.unknown()) }),
    async handle() {
      made ??= make()
      return made
    },
  })
}

import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Hub } from '../../../hub.ts'
import { type OpenApi, openApi } from '../../openapi.ts'
import { openRoutesOf } from '../../route.ts'

/** `GET /openapi.json`: what the management API is, for everybody. */
export function openApiRoutes(server: FastifyInstance, hub: Pick<Hub, 'publicUrl'>): void {
  // All routes are there by the first request, and the address is known.
  let made: OpenApi | null = null
  openRoutesOf(server)({
    method: 'GET',
    url: '/openapi.json',
    summary: 'This description, as OpenAPI 3.1',
    answer: z.looseObject({ openapi: z.string(), paths: z.record(z.string(), z.unknown()) }),
    async handle() {
      made ??= openApi(server.described, hub.publicUrl())
      return made
    },
  })
}

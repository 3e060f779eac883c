import type { FastifyInstance } from 'fastify'
import type { KeyHub } from '../../credentials.ts'
import { refuse } from '../../unbuilt.ts'

/** Paths of Terra's contract that Tellus does not serve: those of the table that are refused. */
export const unbuiltRoutes = (server: FastifyInstance, hub: KeyHub) => refuse(server, hub)

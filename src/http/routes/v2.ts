import type { FastifyInstance } from 'fastify'
import type { Hub } from '../../hub.ts'
import { gatherRoutes } from '../openapi.ts'
import { authRoutes } from './v2/auth.ts'
import { dataRoutes } from './v2/data.ts'
import { integrationRoutes } from './v2/integrations.ts'
import { terraOpenApiRoutes } from './v2/openapi.ts'
import { plannedWorkoutRoutes } from './v2/planned-workout.ts'
import { unbuiltRoutes } from './v2/unbuilt.ts'
import { userRoutes } from './v2/users.ts'
import { workoutRoutes } from './v2/workouts.ts'
import { writeRoutes } from './v2/writes.ts'

/** Terra's paths, the same under each of its prefixes. */
export function v2Routes(server: FastifyInstance, hub: Hub): void {
  if (server.prefix === '/v2') gatherRoutes(server, server.terra)
  authRoutes(server, hub)
  userRoutes(server, hub)
  dataRoutes(server, hub)
  writeRoutes(server, hub)
  plannedWorkoutRoutes(server, hub)
  workoutRoutes(server, hub)
  integrationRoutes(server, hub)
  terraOpenApiRoutes(server, hub)
  unbuiltRoutes(server, hub)
}

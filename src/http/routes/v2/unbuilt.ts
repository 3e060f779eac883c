import type { FastifyInstance } from 'fastify'
import type { Hub } from '../../../hub.ts'
import { type Path, refuse } from '../../unbuilt.ts'

/** Paths of Terra's contract that Tellus does not serve yet. */
const paths: readonly Path[] = [
  [['POST'], '/activity'],
  [['POST', 'DELETE'], '/body'],
  [['POST', 'DELETE'], '/nutrition'],
  [['GET', 'POST', 'DELETE'], '/plannedWorkout'],
  [['PATCH'], '/users/:user_id'],
  [['GET', 'POST'], '/workouts'],
  [['GET', 'DELETE'], '/workouts/:id'],
  [['POST'], '/workouts/:id/plan'],
  [['GET'], '/plannedWorkouts'],
  [['GET', 'PATCH', 'DELETE'], '/plannedWorkouts/:id'],
  [['GET', 'POST'], '/lab-reports'],
  [['GET', 'DELETE'], '/lab-reports/:id'],
  [['GET'], '/lab-reports/:id/deliveries'],
  [['GET'], '/lab-reports/:id/files'],
  [['GET'], '/models'],
  [['GET'], '/models/run'],
  [['GET', 'POST'], '/routes'],
  [['GET', 'PUT', 'DELETE'], '/routes/:id'],
  [['GET', 'POST'], '/pushedRoutes'],
  [['GET', 'PUT', 'DELETE'], '/pushedRoutes/:id'],
]

export const unbuiltRoutes = (server: FastifyInstance, hub: Pick<Hub, 'db' | 'clock'>) => refuse(server, hub, paths)

import type { State } from './state.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** A path of Terra's contract, how its clients call it, and how it stands here. */
export interface TerraPath {
  method: Method
  /** As it stands below `/v2` and `/api/v2`, or at the root of the server; `:name` for what varies. */
  path: string
  at: 'v2' | 'root'
  state: State
  /** Its name in `terra-api` 2.x and `terra-python`: `client.<this>`; null where they lack it. */
  current: string | null
  /** Its name in `terra-api` 1.x; null where it lacks it. */
  legacy: string | null
  /** In one sentence what it does here, or why it does not and what to do instead. */
  says: string
}

type Row = readonly [method: Method, path: string, current: string | null, legacy: string | null, says: string]

const rows = (at: TerraPath['at'], state: State, all: readonly Row[]): TerraPath[] =>
  all.map(([method, path, current, legacy, says]) => ({ method, path, at, state, current, legacy, says }))

const served = rows('v2', 'served', [
  [
    'POST',
    '/auth/generateWidgetSession',
    'authentication.generatewidgetsession',
    'generateWidgetSession',
    'Opens a page on which a person connects a source.',
  ],
  [
    'POST',
    '/auth/authenticateUser',
    'authentication.authenticateuser',
    'authUser',
    'Gives the address at which a person signs in to one source.',
  ],
  [
    'DELETE',
    '/auth/deauthenticateUser',
    'authentication.deauthenticateuser',
    'deauthUser',
    'Ends a user and erases what is stored about them.',
  ],
  [
    'POST',
    '/auth/generateAuthToken',
    'authentication.generateauthtoken',
    'generateAuthToken',
    'Gives a token with which an app on a phone connects, once and within three minutes.',
  ],
  ['GET', '/activity', 'activity.fetch', 'getActivity', 'Activities of a range, in the answer or to the webhook.'],
  ['GET', '/body', 'body.fetch', 'getBody', 'Body measurements of a range, in the answer or to the webhook.'],
  ['GET', '/daily', 'daily.fetch', 'getDaily', 'Days of a range, in the answer or to the webhook.'],
  ['GET', '/sleep', 'sleep.fetch', 'getSleep', 'Nights and naps of a range, in the answer or to the webhook.'],
  [
    'GET',
    '/nutrition',
    'nutrition.fetch',
    'getNutrition',
    'Food and drink of a range, in the answer or to the webhook.',
  ],
  [
    'GET',
    '/menstruation',
    'menstruation.fetch',
    'getMenstruation',
    'Cycle data of a range, in the answer or to the webhook.',
  ],
  ['GET', '/athlete', 'athlete.fetch', 'getAthlete', 'The profile of a person, in the answer or to the webhook.'],
  ['POST', '/activity', 'activity.write', null, 'Writes activities for a user.'],
  ['POST', '/body', 'body.write', null, 'Writes body measurements for a user.'],
  ['DELETE', '/body', 'body.delete', null, 'Deletes body measurements that were written.'],
  ['POST', '/nutrition', 'nutrition.write', null, 'Writes meals for a user.'],
  ['DELETE', '/nutrition', 'nutrition.delete', null, 'Deletes meals that were written.'],
  ['GET', '/plannedWorkout', 'plannedworkout.fetch', null, 'Planned workouts of a range, in the older shape.'],
  ['POST', '/plannedWorkout', 'plannedworkout.write', null, 'Plans workouts, in the older shape.'],
  ['DELETE', '/plannedWorkout', 'plannedworkout.delete', null, 'Deletes planned workouts, by the older path.'],
  ['GET', '/userInfo', 'user.getinfoforuserid', 'getUser', 'One user by their id, or all that have a reference id.'],
  ['GET', '/subscriptions', 'user.getalluserids', 'getUsers', 'All users, or a page of them.'],
  ['POST', '/bulkUserInfo', 'user.getinfoformultipleuserids', null, 'Users by their ids.'],
  ['PATCH', '/users/:user_id', 'user.modifyuser', 'patchUser', 'Changes the reference id of a user, or pauses them.'],
  ['GET', '/integrations', 'integrations.fetch', 'getProviders', 'The catalogue of sources, open to everybody.'],
  [
    'GET',
    '/integrations/detailed',
    'integrations.detailedfetch',
    null,
    'With a dev-id the sources that can be connected here, without one the catalogue.',
  ],
  ['POST', '/workouts', null, null, 'Keeps a template of a workout.'],
  ['GET', '/workouts', null, null, 'The templates of workouts.'],
  ['GET', '/workouts/:id', null, null, 'One template of a workout.'],
  ['DELETE', '/workouts/:id', null, null, 'Deletes a template of a workout.'],
  ['POST', '/workouts/:id/plan', null, null, 'Plans a workout from its template for a user.'],
  ['GET', '/plannedWorkouts', null, null, 'The planned workouts of a user.'],
  ['GET', '/plannedWorkouts/:id', null, null, 'One planned workout.'],
  ['PATCH', '/plannedWorkouts/:id', null, null, 'Moves or changes a planned workout.'],
  ['DELETE', '/plannedWorkouts/:id', null, null, 'Deletes a planned workout.'],
])

const servedAtRoot = rows('root', 'served', [
  ['POST', '/api/widget/session', null, null, 'A widget session, at the later path.'],
  ['POST', '/widget/api/session', null, null, 'A widget session, at the later path; wrong credentials are 403.'],
  ['GET', '/session/:id', null, null, 'The page on which a person connects a source, as plain HTML.'],
  ['POST', '/auth/user', null, null, 'Gives a token by which the device of a user submits live values.'],
  ['POST', '/auth/developer', null, null, 'Gives a token by which an app listens to the live values of all users.'],
  ['GET', '/connect', null, null, 'The WebSocket of the live stream; without an upgrade it answers 426.'],
])

const noLabs = 'Lab reports are not read; keep the file with your app, and send your own event about it.'
const noRoutes = 'Routes are not pushed to devices; import or export them as GPX at the source.'
const noModels = 'Health models are not computed; read the data and compute what you need.'
/** Of every path below `/teams`, those that nobody named included. */
export const noTeams =
  'There are no coaches and teams; use one environment for each team, and reference ids for its athletes.'

const refused = rows('v2', 'refused', [
  ['POST', '/lab-reports', null, null, noLabs],
  ['GET', '/lab-reports', null, null, noLabs],
  ['GET', '/lab-reports/:id', null, null, noLabs],
  ['DELETE', '/lab-reports/:id', null, null, noLabs],
  ['GET', '/lab-reports/:id/deliveries', null, null, noLabs],
  ['GET', '/lab-reports/:id/files', null, null, noLabs],
  ['GET', '/models', null, null, noModels],
  ['GET', '/models/run', null, null, noModels],
  ['POST', '/routes', null, null, noRoutes],
  ['GET', '/routes', null, null, noRoutes],
  ['GET', '/routes/:id', null, null, noRoutes],
  ['PUT', '/routes/:id', null, null, noRoutes],
  ['DELETE', '/routes/:id', null, null, noRoutes],
  ['POST', '/routes/:id/push', null, null, noRoutes],
  ['GET', '/pushedRoutes', null, null, noRoutes],
  ['GET', '/pushedRoutes/:id', null, null, noRoutes],
  ['DELETE', '/pushedRoutes/:id', null, null, noRoutes],
  [
    'POST',
    '/teams/auth/generateWidgetSession',
    null,
    null,
    'There are no teams; POST /v2/auth/generateWidgetSession opens a session for anybody.',
  ],
  [
    'GET',
    '/teams/integrations/detailed',
    null,
    null,
    'There are no teams; GET /v2/integrations/detailed lists the sources.',
  ],
  ['GET', '/teams/coaches', null, null, noTeams],
  ['POST', '/teams/coaches', null, null, noTeams],
  ['DELETE', '/teams/coaches/:id', null, null, noTeams],
  ['GET', '/teams/coaches/:id/athletes', null, null, noTeams],
  ['GET', '/teams/coaches/:id/activities', null, null, noTeams],
  ['GET', '/teams/coaches/:id/activities/metrics/schema', null, null, noTeams],
  ['GET', '/teams/coaches/:id/tests', null, null, noTeams],
  ['POST', '/teams/coaches/:id/tests/search', null, null, noTeams],
  ['GET', '/teams/athletes', null, null, noTeams],
  ['PATCH', '/teams/athletes', null, null, noTeams],
  ['GET', '/teams/athletes/:id', null, null, noTeams],
  ['PATCH', '/teams/athletes/:id', null, null, noTeams],
])

/** Every path of Terra's contract. The page docs/terra-compatibility.md is made from it, and tests hold it true. */
export const terraPaths: readonly TerraPath[] = [...served, ...servedAtRoot, ...refused]

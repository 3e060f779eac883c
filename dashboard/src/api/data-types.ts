import type { DataType } from '../../../src/schema/records.ts'

/** All types of data, the commonest first. Written out: the server's list would bring its schemas along. */
export const dataTypes = [
  'sleep',
  'activity',
  'daily',
  'body',
  'nutrition',
  'menstruation',
  'athlete',
  'hormone',
  'health_observation',
  'planned_workout',
] as const satisfies readonly DataType[]

import type { DoubleAnswer } from './double.ts'

/** Strava's words for what is wrong (`Fault`). */
export const fault = (
  status: number,
  message: string,
  resource: string,
  field: string,
  code: string,
): DoubleAnswer => ({
  status,
  body: { message, errors: [{ resource, field, code }] },
})
export const badRequest = (resource: string, field: string, code = 'invalid') =>
  fault(400, 'Bad Request', resource, field, code)
export const notFound = (resource: string) => fault(404, 'Record Not Found', resource, 'id', 'not found')

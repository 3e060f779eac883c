import { DatabaseError } from 'pg'

/**
 * The SQLSTATE with which the server refused a statement; null for an error of the connection, which has no such code
 * (but may have one that looks alike: EPIPE) and leaves open what the server did.
 */
export const sqlStateOf = (error: unknown): string | null =>
  error instanceof DatabaseError && error.code !== undefined ? error.code : null

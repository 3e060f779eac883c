import pg from 'pg'

const uniqueViolation = '23505'

/** Whether an error is the database's refusal of a row because the unique index of that name has one like it already. */
export const isTaken = (error: unknown, index: string): boolean =>
  error instanceof pg.DatabaseError && error.code === uniqueViolation && error.constraint === index

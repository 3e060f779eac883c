import { z } from 'zod'

/** A day that exists, `2026-07-01`, from the year 1 on. */
export const calendarDate = z.iso
  .date('expected a date such as 2026-07-01')
  .refine((text) => text >= '0001-01-01', 'expected a date such as 2026-07-01')

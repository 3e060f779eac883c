import type { z } from 'zod'
import { nullish, number, object, required, timestamp } from './fields.ts'

export const hormoneSampleSchema = object('HormoneSample', 'One hormone test.', {
  timestamp: required(timestamp, 'When the test was taken; key of the record.'),
  lh_mIU_per_ml: nullish(number, 'Luteinising hormone, milli-international units per millilitre.'),
  e3g_ng_per_ml: nullish(number, 'Estrone-3-glucuronide, nanograms per millilitre.'),
  pdg_ug_per_ml: nullish(number, 'Pregnanediol glucuronide, micrograms per millilitre.'),
  hcg_mIU_per_ml: nullish(number, 'Human chorionic gonadotropin, milli-international units per millilitre.'),
  fsh_mIU_per_ml: nullish(number, 'Follicle-stimulating hormone, milli-international units per millilitre.'),
})
export type HormoneSample = z.infer<typeof hormoneSampleSchema>

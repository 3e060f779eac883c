/** Deliveries of one hour by how they stand. `start` is milliseconds UTC. */
export interface DeliveryHour {
  start: number
  delivered: number
  retrying: number
  failed: number
}

export const outcomes = ['delivered', 'retrying', 'failed'] as const
export type Outcome = (typeof outcomes)[number]

export interface DeliveryPart {
  outcome: Outcome
  top: number
  height: number
}

/**
 * The parts of one bar from the base up. The tallest bar fills `height`; a part that is not empty is at least 2 px high,
 * so that one failure among thousands is seen, and what is added for it is taken from the largest part.
 */
export function barParts(hour: DeliveryHour, most: number, height: number): DeliveryPart[] {
  const heights = outcomes.map((outcome) =>
    hour[outcome] === 0 ? 0 : Math.max(2, (hour[outcome] / Math.max(1, most)) * height),
  )
  const excess = heights.reduce((sum, each) => sum + each, 0) - height
  if (excess > 0) {
    const largest = heights.indexOf(Math.max(...heights))
    heights[largest] = Math.max(2, (heights[largest] ?? 0) - excess)
  }
  let base = height
  return outcomes.flatMap((outcome, at) => {
    const tall = heights[at] ?? 0
    base -= tall
    return tall === 0 ? [] : [{ outcome, top: base, height: tall }]
  })
}

/** Sums of all hours. */
export function totalsOf(hours: readonly DeliveryHour[]): Record<Outcome, number> {
  const sum = (outcome: Outcome) => hours.reduce((total, hour) => total + hour[outcome], 0)
  return { delivered: sum('delivered'), retrying: sum('retrying'), failed: sum('failed') }
}

/** `2,103 delivered, 12 retrying, 3 failed`. */
export function deliveryFinding(hours: readonly DeliveryHour[]): string {
  const totals = totalsOf(hours)
  return outcomes.map((outcome) => `${new Intl.NumberFormat('en').format(totals[outcome])} ${outcome}`).join(', ')
}

/** Lowest and highest possible value of each kind in Terra's unit: beyond lies an error of a device or file (R10). */
const limits = {
  heart_rate_bpm: [1, 250],
  hrv_ms: [0, 1000],
  rr_interval_ms: [100, 5000],
  saturation_percentage: [1, 100],
  breaths_per_min: [1, 120],
  weight_kg: [0.2, 500],
  height_cm: [20, 280],
  bodyfat_percentage: [0, 100],
  bmi: [2, 250],
  body_temperature_celsius: [20, 46],
  systolic_bp: [20, 350],
  diastolic_bp: [10, 250],
  glucose_mg_per_dl: [1, 2000],
  vo2max: [1, 110],
  steps: [0, 250_000],
  distance_meters: [0, 2_000_000],
  calories: [0, 50_000],
  speed_meters_per_second: [0, 120],
  power_watts: [0, 5000],
  cadence_rpm: [0, 500],
  altitude_meters: [-12_000, 20_000],
  latitude_deg: [-90, 90],
  longitude_deg: [-180, 180],
  duration_seconds: [0, 31 * 86_400],
  percentage: [0, 100],
  /** Of which no more is known than that it is not less than nothing. */
  amount: [0, 1_000_000],
  /** A whole number of things. */
  count: [0, 1_000_000],
} as const satisfies Record<string, readonly [number, number]>

/** What a value claims to be; the name carries the unit. */
export type PlausibleKind = keyof typeof limits

/** How many values of each kind were impossible; made by the caller, filled by `plausible`. */
export type Rejections = Map<PlausibleKind, number>

/**
 * The value itself, or null when it is absent, not a number or impossible (heart rate ≤ 0 or > 250, SpO2 > 100,
 * weight > 500 kg, half a stroke …). What is impossible is counted in `rejections`; what is absent is not.
 */
export function plausible(
  kind: PlausibleKind,
  value: number | null | undefined,
  rejections?: Rejections,
): number | null {
  if (value === null || value === undefined) return null
  const [low, high] = limits[kind]
  if (value >= low && value <= high && (kind !== 'count' || Number.isInteger(value))) return value
  rejections?.set(kind, (rejections.get(kind) ?? 0) + 1)
  return null
}

/** One sentence for the person about what was left out, without any value; null when nothing was. */
export function describeRejections(rejections: Rejections): string | null {
  const parts = [...rejections].map(([kind, count]) => `${kind} (${count})`)
  return parts.length === 0 ? null : `Left out values that no body or device can have: ${parts.sort().join(', ')}.`
}

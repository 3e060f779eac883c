/**
 * A number without the dust of binary arithmetic: 0.1 + 0.2 → 0.3, 70.30681639999999 → 70.3068164. Only a value that
 * lies within 1e-12 (relative) of a decimal of at most 11 digits changes; all others, such as 1/3, keep every digit.
 */
export function tidy(n: number): number {
  if (Number.isInteger(n) || !Number.isFinite(n)) return n
  const close = Number(n.toPrecision(13))
  return close === Number(n.toPrecision(11)) ? close : n
}

/** `tidy` of a number that may be missing, converted before where that is asked; null without one (R9). */
export const tidied = (
  value: number | null | undefined,
  convert: (value: number) => number = (same) => same,
): number | null => (value === null || value === undefined ? null : tidy(convert(value)))

// Sizes of units in others, each once.

/** Exact by the international yard and pound agreement of 1959. */
export const kgPerPound = 0.45359237
export const metersPerMile = 1609.344
export const metersPerFoot = 0.3048
/** Thermochemical calorie, the one food and wearables mean. */
export const kilojoulesPerKcal = 4.184
/** US customary fluid ounce: 231/128 cubic inches. */
export const mlPerUsFluidOunce = 29.5735295625
export const mlPerImperialFluidOunce = 28.4130625
/** Conventional millimetre of mercury, ISO 80000-4. */
export const pascalPerMmHg = 133.322387415
/** mg/dL per mmol/L of glucose, from its molar mass 180.16 g/mol. */
export const mgPerDlPerMmol = 18.016

import type { Nutrition } from '../../../src/schema/records.ts'
import { ChartFrame, Figures, type Hideable, TwinTable } from './chart-frame.tsx'
import { macrosOf, macrosTable, mealsTable, nutritionFinding } from './nutrition.ts'
import { withUnit } from './units.ts'

/** Food of a day: macronutrients as one bar by their share of the energy, in words and grams, and the meals. */
export function NutritionChart({ record, hidden }: { record: Nutrition } & Hideable) {
  const macros = macrosOf(record)
  const meals = mealsTable(record)
  const day = record.summary
  const figures = [
    { name: 'Energy', value: withUnit(day?.macros?.calories, 'kcal') },
    { name: 'Fibre', value: withUnit(day?.macros?.fiber_g, 'g') },
    { name: 'Sugar', value: withUnit(day?.macros?.sugar_g, 'g') },
    { name: 'Water', value: withUnit(day?.water_ml, 'ml') },
  ].filter((figure) => figure.value !== '–')
  return (
    <ChartFrame title="Nutrition" finding={nutritionFinding(record)} table={macrosTable(record)} hidden={hidden}>
      <Figures figures={figures} />
      {macros.length > 0 && (
        <>
          <div className="chart-macros" aria-hidden>
            {macros.map((macro) => (
              <span key={macro.name} style={{ flexGrow: macro.share, background: `var(--${macro.color})` }} />
            ))}
          </div>
          <Figures
            figures={macros.map(({ name, color, grams, share }) => ({
              name,
              color,
              value: `${withUnit(grams, 'g')} · ${Math.round(share * 100)} %`,
            }))}
          />
        </>
      )}
      {meals.rows.length > 0 && (
        <details className="chart-twin">
          <summary>Meals ({meals.rows.length})</summary>
          <TwinTable title="Meals" table={meals} />
        </details>
      )}
    </ChartFrame>
  )
}

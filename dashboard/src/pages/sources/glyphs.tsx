import {
  Activity,
  Apple,
  Bed,
  CalendarDays,
  Droplet,
  type LucideIcon,
  PersonStanding,
  Scale,
  Shapes,
} from 'lucide-react'

const glyphs: Readonly<Record<string, LucideIcon>> = {
  activity: Activity,
  sleep: Bed,
  body: Scale,
  daily: CalendarDays,
  nutrition: Apple,
  menstruation: Droplet,
  athlete: PersonStanding,
}

/** Types of data as small glyphs, each with its word. */
export function TypeGlyphs({ types }: { types: readonly string[] }) {
  return (
    <ul className="flex flex-wrap gap-x-3 gap-y-1 text-label text-muted">
      {types.map((type) => {
        const Glyph = glyphs[type] ?? Shapes
        return (
          <li key={type} className="inline-flex items-center gap-1 [&_svg]:size-3.5">
            <Glyph aria-hidden />
            {type.replaceAll('_', ' ')}
          </li>
        )
      })}
    </ul>
  )
}

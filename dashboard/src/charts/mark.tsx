/** Shapes that tell things apart without colour. */
export type Shape = 'circle' | 'half' | 'square'

const paths: Record<Shape, string> = {
  circle: 'M5 1a4 4 0 1 1 0 8a4 4 0 1 1 0-8z',
  half: 'M5 1a4 4 0 0 1 0 8z',
  square: 'M1.5 1.5h7v7h-7z',
}

/** A small shape in the colour of the words beside it, drawn so that no font has to have it. */
export function Mark({ shape }: { shape: Shape }) {
  return (
    <svg className="chart-shape" aria-hidden="true" width={10} height={10} viewBox="0 0 10 10">
      {shape === 'half' && <circle cx={5} cy={5} r={3.5} fill="none" stroke="currentColor" />}
      <path d={paths[shape]} fill="currentColor" />
    </svg>
  )
}

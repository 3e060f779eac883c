/** A key or several pressed together: `<Kbd keys={['⌘', 'K']} />`. */
export function Kbd({ keys }: { keys: readonly string[] }) {
  return (
    <span className="inline-flex gap-0.5">
      {keys.map((key) => (
        <kbd
          key={key}
          className="inline-flex h-5 min-w-5 items-center justify-center rounded-control border border-line bg-sunken px-1 text-label text-muted"
        >
          {key}
        </kbd>
      ))}
    </span>
  )
}

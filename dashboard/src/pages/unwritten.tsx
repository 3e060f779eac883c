/** Stands where a page is not written yet; goes when the last one is. */
export function Unwritten({ title }: { title: string }) {
  return (
    <>
      <h1>{title}</h1>
      <p>This page is not written yet.</p>
    </>
  )
}

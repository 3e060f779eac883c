/** Scrolls to the head of an answer that stands below a form, as on a phone, unless it can be seen already. */
export function bringToSight(element: HTMLElement | null): void {
  const top = element?.getBoundingClientRect().top ?? 0
  if (top < 0 || top > window.innerHeight / 2) element?.scrollIntoView({ block: 'start' })
}

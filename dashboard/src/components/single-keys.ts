/** Where the reader's choice to switch single-key shortcuts off is kept (WCAG 2.1.4). */
export const SINGLE_KEYS = 'tellus-single-keys'

/** Whether shortcuts of a single key are on; they are until switched off. */
export function singleKeysOn(): boolean {
  try {
    return localStorage.getItem(SINGLE_KEYS) !== 'off'
  } catch {
    return true
  }
}

/** Switches shortcuts of a single key on or off, and remembers it. */
export function setSingleKeys(on: boolean): void {
  try {
    if (on) localStorage.removeItem(SINGLE_KEYS)
    else localStorage.setItem(SINGLE_KEYS, 'off')
  } catch {
    // Forbidden storage: they stay on.
  }
}

/** Whether a key pressed there is meant as text: a field, a list of choices or editable words. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target instanceof HTMLTextAreaElement ||
      target instanceof HTMLSelectElement ||
      (target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit'].includes(target.type)))
  )
}

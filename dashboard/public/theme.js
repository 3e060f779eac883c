// Before the first paint, so that nobody sees the other theme flash by. The choice is kept by theme/choice.ts.
try {
  document.documentElement.dataset.theme = localStorage.getItem('tellus-theme') ?? 'auto'
} catch {
  // Storage is forbidden in this browser: the system's theme holds.
}

/** Every word of the dashboard in English, grouped by page. A namespace, so that a page is built with its own words alone. */
export * as en from './en/index.ts'

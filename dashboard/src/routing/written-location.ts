import { useBrowserLocation } from 'wouter/use-browser-location'

/**
 * The path as it is written in the address. wouter decodes what it is given once, which would make `/people/a%252Fb` another person’s
 * `/people/a%2Fb`, and a step to another filter of the same page would then lead to them.
 */
export function useWrittenLocation(): ReturnType<typeof useBrowserLocation> {
  const [path, navigate] = useBrowserLocation()
  return [path.replaceAll('%', '%25'), navigate]
}

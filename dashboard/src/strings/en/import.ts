import { plural } from '../../components/format.ts'

const records = (count: number) => plural(count, 'record', 'records')

/** Tools > Import. */
export const imports = {
  title: 'Import',
  description:
    'Read a file that a person exported: it becomes records, and goes to your destinations like all other data.',
  form: {
    title: 'Import a file',
    summary: 'The file was not sent yet:',
    whose: 'Whose file is it?',
    byReference: 'By your own id',
    byUser: 'An existing user',
    reference: 'Your id of the person',
    referenceHint: 'The reference_id. The user is made if there is none yet.',
    noReference: 'Say whose file it is: your id of the person.',
    user: 'User',
    userSearch: 'Find by reference_id or user_id',
    chooseUser: 'Choose a user…',
    noUser: 'Choose the user whose file it is.',
    zone: 'Time zone',
    zoneHint: 'For times without one; else the user’s own, or UTC.',
    zoneSearch: 'Such as Europe/Oslo',
    zoneNone: 'As the file or the user says',
    drop: 'Drop files here',
    dropNow: 'Let go to import',
    or: 'Exports of Apple Health, Fitbit, Garmin, Samsung Health or Health Connect, glucose CSVs, FIT, TCX or GPX; of any size',
    choose: 'Choose files',
    mayNot: 'Your role may look at imports, not start them. An owner can change it under Settings > Team.',
  },
  where: {
    title: 'Where such files come from',
    apple: 'Apple Health',
    appleHow: 'Health app > your picture > Export All Health Data. Bring export.zip as it is.',
    fit: 'FIT, TCX',
    fitHow: 'Garmin Connect, Wahoo, Zwift, Suunto: an activity > Export. FIT holds the most.',
    gpx: 'GPX',
    gpxHow: 'Strava, Komoot and most apps with a map. Route and times, often heart rate.',
    again: 'A file may be brought twice: what is stored already is recognised, and neither stored nor sent again.',
  },
  uploads: {
    title: 'Uploading',
    sending: (name: string) => `Uploading ${name}`,
    waiting: 'waits for its turn',
    stopped: 'stopped; nothing was kept of it',
    dismiss: (name: string) => `Take ${name} off the list`,
    lost: 'The connection broke while the file was sent. Nothing was kept of it; send it again.',
  },
  list: {
    title: 'Imports',
    caption: 'Files that were imported, newest first',
    columns: {
      status: 'Status',
      file: 'File',
      kind: 'Kind',
      user: 'User',
      records: 'Records',
      size: 'Size',
      when: 'When',
    },
    none: 'No imports yet.',
    noneWhy: 'Files that you bring above are listed here, with what was found in them.',
    share: (percent: string) => `running, ${percent}`,
  },
  status: { queued: 'queued', running: 'running', completed: 'completed', failed: 'failed', cancelled: 'stopped' },
  kinds: {
    'apple-health': 'Apple Health',
    'google-takeout': 'Fitbit archive',
    'garmin-export': 'Garmin export',
    'samsung-health': 'Samsung Health',
    'health-connect': 'Health Connect',
    'libre-csv': 'LibreView',
    'dexcom-clarity-csv': 'Dexcom Clarity',
    fit: 'FIT',
    tcx: 'TCX',
    gpx: 'GPX',
  },
  page: {
    progress: 'Progress',
    reading: (name: string) => `Reading ${name}`,
    queued: 'It waits for its turn: an import of the same user runs before it, or the server is busy.',
    soFar: 'Found so far',
    stop: 'Stop',
    stopWhat: (found: number) =>
      found === 0
        ? 'Nothing is stored yet.'
        : `${records(found)} found so far stay, and were sent. Importing the file again goes on from there.`,
    stopped: 'The import was stopped. What it stored stays.',
    failed: 'The file could not be read.',
    again: 'Import another file',
    result: 'Result',
    completed: (found: number, saved: number) =>
      found === 0
        ? 'No records were found in it.'
        : saved === found
          ? `${records(found)} found, all of them new.`
          : saved === 0
            ? `${records(found)} found, all of them known already: nothing was stored or sent twice.`
            : `${records(found)} found, ${saved.toLocaleString('en')} new or changed; the others were known already.`,
    partly: (found: number) => `${records(found)} found until then. They stay, and were sent.`,
    caption: 'Records by type',
    foundOf: 'found',
    columns: { type: 'Type', found: 'Found', saved: 'New or changed', known: 'Known already' },
    warnings: (count: number) => plural(count, 'warning', 'warnings'),
    warningsWhat: 'Lines that were refused or looked odd. Everything else was read.',
    noWarnings: 'Every line was read; nothing was refused.',
    facts: 'Facts',
    status: 'Status',
    user: 'User',
    seeUser: 'See the data',
    kind: 'Kind',
    size: 'Size',
    brought: 'Brought',
    took: 'Took',
    id: 'ID',
  },
}

import { join } from 'node:path'
import { phoneFixturesIn, phoneSuite } from '../../testing/phone-suite.ts'

phoneSuite('healthkit', phoneFixturesIn(join(import.meta.dirname, '../fixtures'), 'healthkit'))

import { garmin } from '../../../src/sandbox/doubles/garmin/garmin.ts'
import { tellStory } from './story.ts'

tellStory(garmin)

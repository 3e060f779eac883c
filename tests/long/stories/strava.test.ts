import { strava } from '../../../src/sandbox/doubles/strava.ts'
import { tellStory } from './story.ts'

tellStory(strava)

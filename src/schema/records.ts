// The one file of this room that passes on what others define: a record and its parts come from one place.

import { type Activity, activitySchema } from './activity.ts'
import { type Athlete, athleteSchema } from './athlete.ts'
import { type Body, bodySchema } from './body.ts'
import { type Daily, dailySchema } from './daily.ts'
import { type HealthObservation, healthObservationSchema } from './health-observation.ts'
import { type HormoneSample, hormoneSampleSchema } from './hormone.ts'
import { type Menstruation, menstruationSchema } from './menstruation.ts'
import { type Nutrition, nutritionSchema } from './nutrition.ts'
import { type PlannedWorkout, plannedWorkoutSchema } from './planned-workout.ts'
import { type Sleep, sleepSchema } from './sleep.ts'

export type {
  Activity,
  ActivityMetadata,
  CadenceSample,
  DataEnrichment,
  EnergyData,
  LapData,
  LapSample,
  MovementData,
  PolylineMapData,
  PositionData,
  PositionSample,
  PowerData,
  PowerSample,
  SpeedSample,
  TorqueSample,
  TSSData,
  TSSSample,
  WorkData,
} from './activity.ts'
export type { Athlete } from './athlete.ts'
export type {
  AFibClassificationSample,
  BloodPressureData,
  BloodPressureSample,
  Body,
  BodyMetadata,
  DailyPatternSample,
  ECGReading,
  GlucoseData,
  GlucoseDataSample,
  HeartData,
  HydrationData,
  HydrationMeasurementSample,
  KetoneData,
  KetoneSample,
  MeasurementDataSample,
  MeasurementsData,
  PulseVelocitySample,
  RawECGSample,
  RRIntervalSample,
  TemperatureData,
  TemperatureSample,
} from './body.ts'
export type {
  BodyBatterySample,
  Daily,
  DailyDataEnrichment,
  DailyMetadata,
  ScoresData,
  StressData,
  StressSample,
  TagData,
  TagEntry,
} from './daily.ts'
export type {
  DailyDistanceData,
  DistanceData,
  DistanceDataDetailed,
  DistanceDataSummary,
  DistanceSample,
  ElevationData,
  ElevationSample,
  FloorsClimbedSample,
  StepSample,
  SwimmingData,
} from './distance.ts'
export type {
  HealthObservation,
  HealthObservationData,
  HealthObservationMetadata,
  ObservationCode,
  ObservationComponent,
  ObservationValue,
} from './health-observation.ts'
export type {
  HeartRateData,
  HeartRateDataDetailed,
  HeartRateDataSample,
  HeartRateDataSummary,
  HeartRateVariabilityDataSampleRMSSD,
  HeartRateVariabilityDataSampleSDNN,
  HeartRateZoneData,
} from './heart-rate.ts'
export type { HormoneSample } from './hormone.ts'
export type {
  LabReportAppliedRange,
  LabReportBiomarker,
  LabReportBoundedValue,
  LabReportEventData,
  LabReportEventError,
  LabReportEventResult,
  LabReportEventResultSource,
  LabReportFailureData,
  LabReportInterpretation,
  LabReportMeasurement,
  LabReportPanel,
  LabReportQualitativeValue,
  LabReportRangeContext,
  LabReportReferenceRange,
} from './lab-report.ts'
export type {
  Menstruation,
  MenstruationData,
  MenstruationFlowSample,
  MenstruationIntervalSample,
  MenstruationMetadata,
} from './menstruation.ts'
export type {
  DrinkSample,
  Meal,
  Nutrition,
  NutritionMacros,
  NutritionMetadata,
  NutritionMicros,
  NutritionQuantity,
  NutritionSummary,
} from './nutrition.ts'
export type {
  AthleteMetrics,
  PlannedWorkout,
  PlannedWorkoutDetails,
  PlannedWorkoutDetailsMetadata,
  PlannedWorkoutDetailsStep,
  PlannedWorkoutDetailsStepDuration,
  PlannedWorkoutDetailsStepTarget,
  PlannedWorkoutSummary,
} from './planned-workout.ts'
export type {
  ActiveDurationsData,
  ActivityLevelSample,
  CalorieSample,
  CaloriesData,
  DeviceData,
  METData,
  METSample,
  OtherDeviceData,
  OxygenData,
  OxygenSaturationSample,
  StrainData,
  Vo2MaxSample,
} from './shared.ts'
export type {
  AsleepDurations,
  AwakeDurations,
  BreathSample,
  BreathsData,
  OtherSleepDurations,
  OxygenSaturationData,
  ReadinessData,
  RespirationData,
  Sleep,
  SleepDataEnrichment,
  SleepDurationsData,
  SleepHypnogramSample,
  SleepMetadata,
  SleepScores,
  SleepTemperatureData,
  SnoringData,
  SnoringSample,
} from './sleep.ts'
export type { TerraUser } from './user.ts'
export type {
  CompletionCondition,
  IntensityTarget,
  StepBlock,
  StepControl,
  StrengthData,
  SwimStepData,
  WorkoutStep,
  WorkoutTemplate,
} from './workout-template.ts'

/** The record of each data type. */
export interface RecordOf {
  activity: Activity
  sleep: Sleep
  body: Body
  daily: Daily
  nutrition: Nutrition
  menstruation: Menstruation
  athlete: Athlete
  hormone: HormoneSample
  health_observation: HealthObservation
  planned_workout: PlannedWorkout
}

export const recordSchemas = {
  activity: activitySchema,
  sleep: sleepSchema,
  body: bodySchema,
  daily: dailySchema,
  nutrition: nutritionSchema,
  menstruation: menstruationSchema,
  athlete: athleteSchema,
  hormone: hormoneSampleSchema,
  health_observation: healthObservationSchema,
  planned_workout: plannedWorkoutSchema,
} as const

export type DataType = keyof typeof recordSchemas

export const dataTypes = [
  'activity',
  'sleep',
  'body',
  'daily',
  'nutrition',
  'menstruation',
  'athlete',
  'hormone',
  'health_observation',
  'planned_workout',
] as const satisfies readonly DataType[]

package com.example.tellus

import androidx.health.connect.client.aggregate.AggregateMetric
import androidx.health.connect.client.aggregate.AggregationResult
import androidx.health.connect.client.permission.HealthPermission
import androidx.health.connect.client.records.*
import kotlin.reflect.KClass

/** What the app asks for and uploads. Take out what your app has no use for, here and in the manifest: Play asks why each is read. */
object SyncedTypes {
    val records: List<KClass<out Record>> = listOf(
        StepsRecord::class,
        DistanceRecord::class,
        FloorsClimbedRecord::class,
        ActiveCaloriesBurnedRecord::class,
        TotalCaloriesBurnedRecord::class,
        HeartRateRecord::class,
        RestingHeartRateRecord::class,
        HeartRateVariabilityRmssdRecord::class,
        OxygenSaturationRecord::class,
        RespiratoryRateRecord::class,
        Vo2MaxRecord::class,
        WeightRecord::class,
        BodyFatRecord::class,
        BloodPressureRecord::class,
        BloodGlucoseRecord::class,
        HydrationRecord::class,
        SleepSessionRecord::class,
        ExerciseSessionRecord::class,
    )

    /** The total of a local day, in which Health Connect has merged the apps by the person's own order. */
    class Total<T : Any>(
        val of: KClass<out Record>,
        val unit: String,
        val metric: AggregateMetric<T>,
        private val number: (T) -> Double,
    ) {
        /** Null where the day has none: nothing is sent then, no zero. */
        fun read(result: AggregationResult): Double? = result[metric]?.let(number)
    }

    val totals: List<Total<*>> = listOf(
        Total(StepsRecord::class, "count", StepsRecord.COUNT_TOTAL) { it.toDouble() },
        Total(DistanceRecord::class, "m", DistanceRecord.DISTANCE_TOTAL) { it.inMeters },
        Total(FloorsClimbedRecord::class, "count", FloorsClimbedRecord.FLOORS_CLIMBED_TOTAL) { it },
        Total(ActiveCaloriesBurnedRecord::class, "kcal", ActiveCaloriesBurnedRecord.ACTIVE_CALORIES_TOTAL) {
            it.inKilocalories
        },
        Total(TotalCaloriesBurnedRecord::class, "kcal", TotalCaloriesBurnedRecord.ENERGY_TOTAL) { it.inKilocalories },
    )

    fun permissionOf(type: KClass<out Record>): String = HealthPermission.getReadPermission(type)
}

/** The name of a type on the wire: `Steps` for `StepsRecord`. */
val KClass<out Record>.wireName: String get() = simpleName.orEmpty().removeSuffix("Record")

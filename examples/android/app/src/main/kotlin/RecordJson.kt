package com.example.tellus

import androidx.health.connect.client.records.*
import androidx.health.connect.client.records.metadata.Metadata
import java.time.Instant
import java.time.ZoneOffset
import org.json.JSONArray
import org.json.JSONObject

/** A record as it goes over the wire: its own field names, with the unit where it has one. Null for a type that is not uploaded. */
fun Record.toJson(): JSONObject? = when (this) {
    is StepsRecord -> span(startTime, startZoneOffset, endTime, endZoneOffset).put("count", count)
    is DistanceRecord -> span(startTime, startZoneOffset, endTime, endZoneOffset).putIn("distance", "inMeters", distance.inMeters)
    is FloorsClimbedRecord -> span(startTime, startZoneOffset, endTime, endZoneOffset).put("floors", floors)
    is ActiveCaloriesBurnedRecord ->
        span(startTime, startZoneOffset, endTime, endZoneOffset).putIn("energy", "inKilocalories", energy.inKilocalories)
    is TotalCaloriesBurnedRecord ->
        span(startTime, startZoneOffset, endTime, endZoneOffset).putIn("energy", "inKilocalories", energy.inKilocalories)
    is HydrationRecord -> span(startTime, startZoneOffset, endTime, endZoneOffset).putIn("volume", "inLiters", volume.inLiters)
    is HeartRateRecord ->
        span(startTime, startZoneOffset, endTime, endZoneOffset).put(
            "samples",
            samples.toJson { put("time", it.time).put("beatsPerMinute", it.beatsPerMinute) },
        )
    is RestingHeartRateRecord -> moment(time, zoneOffset).put("beatsPerMinute", beatsPerMinute)
    is HeartRateVariabilityRmssdRecord ->
        moment(time, zoneOffset).put("heartRateVariabilityMillis", heartRateVariabilityMillis)
    is OxygenSaturationRecord -> moment(time, zoneOffset).put("percentage", percentage.value)
    is RespiratoryRateRecord -> moment(time, zoneOffset).put("rate", rate)
    is Vo2MaxRecord -> moment(time, zoneOffset).put("vo2MillilitersPerMinuteKilogram", vo2MillilitersPerMinuteKilogram)
    is WeightRecord -> moment(time, zoneOffset).putIn("weight", "inKilograms", weight.inKilograms)
    is BodyFatRecord -> moment(time, zoneOffset).put("percentage", percentage.value)
    is BloodPressureRecord ->
        moment(time, zoneOffset)
            .putIn("systolic", "inMillimetersOfMercury", systolic.inMillimetersOfMercury)
            .putIn("diastolic", "inMillimetersOfMercury", diastolic.inMillimetersOfMercury)
    is BloodGlucoseRecord ->
        moment(time, zoneOffset)
            .putIn("level", "inMillimolesPerLiter", level.inMillimolesPerLiter)
            .put("specimenSource", specimenSource)
    is SleepSessionRecord ->
        span(startTime, startZoneOffset, endTime, endZoneOffset).putOpt("title", title).put(
            "stages",
            stages.toJson { put("startTime", it.startTime).put("endTime", it.endTime).put("stage", it.stage) },
        )
    is ExerciseSessionRecord ->
        span(startTime, startZoneOffset, endTime, endZoneOffset)
            .put("exerciseType", exerciseType)
            .putOpt("title", title)
            .put("laps", laps.toJson { lap ->
                put("startTime", lap.startTime).put("endTime", lap.endTime)
                lap.length?.let { putIn("length", "inMeters", it.inMeters) }
            })
            .putOpt("route", routeOf(exerciseRouteResult))
    else -> null
}

/** Another app's route is only there once the person has allowed it, in Health Connect or for this one workout. */
private fun routeOf(result: ExerciseRouteResult): JSONArray? =
    (result as? ExerciseRouteResult.Data)?.exerciseRoute?.route?.toJson { place ->
        put("time", place.time).put("latitude", place.latitude).put("longitude", place.longitude)
        place.altitude?.let { putIn("altitude", "inMeters", it.inMeters) }
    }

private fun Record.moment(time: Instant, offset: ZoneOffset?): JSONObject =
    named().put("time", time).putOpt("zoneOffset", offset?.text)

private fun Record.span(start: Instant, startOffset: ZoneOffset?, end: Instant, endOffset: ZoneOffset?): JSONObject =
    named()
        .put("startTime", start)
        .putOpt("startZoneOffset", startOffset?.text)
        .put("endTime", end)
        .putOpt("endZoneOffset", endOffset?.text)

private fun Record.named(): JSONObject = JSONObject().put("type", this::class.wireName).put("metadata", metadata.toJson())

private fun Metadata.toJson(): JSONObject =
    JSONObject()
        .put("id", id)
        .put("dataOrigin", dataOrigin.packageName)
        .put("recordingMethod", recordingMethod)
        .put("lastModifiedTime", lastModifiedTime)
        .putOpt("clientRecordId", clientRecordId)
        .putOpt("device", device?.let {
            JSONObject().put("type", it.type).putOpt("manufacturer", it.manufacturer).putOpt("model", it.model)
        })

private fun JSONObject.putIn(field: String, unit: String, value: Double): JSONObject = put(field, JSONObject().put(unit, value))

private fun <T> List<T>.toJson(fill: JSONObject.(T) -> Unit): JSONArray =
    JSONArray(map { item -> JSONObject().apply { fill(item) } })

/** `+00:00` for what Java calls `Z`. */
private val ZoneOffset.text: String get() = if (totalSeconds == 0) "+00:00" else id

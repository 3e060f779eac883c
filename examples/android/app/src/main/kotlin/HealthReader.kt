package com.example.tellus

import android.content.Context
import androidx.health.connect.client.HealthConnectClient
import androidx.health.connect.client.HealthConnectFeatures
import androidx.health.connect.client.changes.DeletionChange
import androidx.health.connect.client.changes.UpsertionChange
import androidx.health.connect.client.permission.HealthPermission
import androidx.health.connect.client.records.Record
import androidx.health.connect.client.request.AggregateGroupByPeriodRequest
import androidx.health.connect.client.request.ChangesTokenRequest
import androidx.health.connect.client.request.ReadRecordsRequest
import androidx.health.connect.client.time.TimeRangeFilter
import java.time.Instant
import java.time.LocalDate
import java.time.Period
import java.time.ZoneId
import kotlin.reflect.KClass
import org.json.JSONObject

/** Reads Health Connect and gives what goes over the wire. It knows of no server. */
class HealthReader(context: Context) {
    private val client = HealthConnectClient.getOrCreate(context)

    /** What was found of a type, and the token to go on from. */
    class Page(val records: List<JSONObject>, val deleted: List<String>, val next: String?, val hasMore: Boolean)

    /** What the person is asked for. The last two are offered only where the phone has them. */
    fun wanted(): Set<String> = buildSet {
        SyncedTypes.records.forEach { add(SyncedTypes.permissionOf(it)) }
        if (has(HealthConnectFeatures.FEATURE_READ_HEALTH_DATA_IN_BACKGROUND))
            add(HealthPermission.PERMISSION_READ_HEALTH_DATA_IN_BACKGROUND)
        if (has(HealthConnectFeatures.FEATURE_READ_HEALTH_DATA_HISTORY))
            add(HealthPermission.PERMISSION_READ_HEALTH_DATA_HISTORY)
    }

    private fun has(feature: Int) =
        client.features.getFeatureStatus(feature) == HealthConnectFeatures.FEATURE_STATUS_AVAILABLE

    suspend fun granted(): Set<String> = client.permissionController.getGrantedPermissions()

    /** Where changes of a type begin from now on. */
    suspend fun tokenOf(type: KClass<out Record>): String =
        client.getChangesToken(ChangesTokenRequest(recordTypes = setOf(type)))

    /** What changed in a type since a token; null when that is too old, after thirty days, and all has to be read again. */
    suspend fun changes(token: String): Page? {
        val answer = client.getChanges(token)
        if (answer.changesTokenExpired) return null
        return Page(
            records = answer.changes.filterIsInstance<UpsertionChange>().mapNotNull { it.record.toJson() },
            deleted = answer.changes.filterIsInstance<DeletionChange>().map { it.recordId },
            next = answer.nextChangesToken,
            hasMore = answer.hasMore,
        )
    }

    /** A page of what a type has since a moment, the newest first. */
    suspend fun <T : Record> history(type: KClass<T>, since: Instant, page: String?): Page {
        val answer = client.readRecords(
            ReadRecordsRequest(type, TimeRangeFilter.after(since), ascendingOrder = false, pageToken = page),
        )
        return Page(answer.records.mapNotNull { it.toJson() }, emptyList(), answer.pageToken, answer.pageToken != null)
    }

    /** The totals of the last days. They are read anew each time: a watch that syncs late changes yesterday. */
    suspend fun totals(days: Long): List<JSONObject> {
        val zone = ZoneId.systemDefault()
        val tomorrow = LocalDate.now(zone).plusDays(1)
        val allowed = granted()
        return SyncedTypes.totals.filter { SyncedTypes.permissionOf(it.of) in allowed }.flatMap { total ->
            client.aggregateGroupByPeriod(
                AggregateGroupByPeriodRequest(
                    metrics = setOf(total.metric),
                    timeRangeFilter =
                        TimeRangeFilter.between(tomorrow.minusDays(days).atStartOfDay(), tomorrow.atStartOfDay()),
                    timeRangeSlicer = Period.ofDays(1),
                ),
            ).mapNotNull { day ->
                total.read(day.result)?.let { sum ->
                    JSONObject()
                        .put("type", total.of.wireName)
                        .put("unit", total.unit)
                        .put("date", day.startTime.toLocalDate())
                        .put("tz", zone.id)
                        .put("sum", sum)
                }
            }
        }
    }
}

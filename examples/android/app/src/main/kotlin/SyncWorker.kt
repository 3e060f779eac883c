package com.example.tellus

import android.content.Context
import android.util.Log
import androidx.health.connect.client.records.ExerciseSessionRecord
import androidx.health.connect.client.records.Record
import androidx.work.BackoffPolicy
import androidx.work.Constraints
import androidx.work.CoroutineWorker
import androidx.work.ExistingPeriodicWorkPolicy
import androidx.work.ExistingWorkPolicy
import androidx.work.NetworkType
import androidx.work.OneTimeWorkRequestBuilder
import androidx.work.PeriodicWorkRequestBuilder
import androidx.work.WorkManager
import androidx.work.WorkerParameters
import java.io.IOException
import java.time.Instant
import java.time.temporal.ChronoUnit
import java.util.concurrent.TimeUnit
import kotlin.reflect.KClass
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext
import org.json.JSONArray
import org.json.JSONObject

/** Brings what is new in Health Connect into the outbox, and the outbox to the server. */
class SyncWorker(context: Context, parameters: WorkerParameters) : CoroutineWorker(context, parameters) {
    private val connection = Connection(context)
    private val outbox = Outbox(context, connection)
    private val reader = HealthReader(context)

    override suspend fun doWork(): Result = alone.withLock {
        if (!connection.isConnected) return Result.success()
        val allowed = reader.granted()
        for (type in SyncedTypes.records) {
            if (SyncedTypes.permissionOf(type) !in allowed) continue
            trying(type.wireName) { read(type) }
        }
        trying("the totals") {
            val totals = reader.totals(daysOfTotals)
            if (totals.isNotEmpty()) outbox.add(Outbox.batch("incremental").put("aggregates", JSONArray(totals)))
        }
        when (withContext(Dispatchers.IO) { send() }) {
            Outbox.Outcome.SENT, Outbox.Outcome.NOT_NOW -> Result.success()
            Outbox.Outcome.LATER -> Result.retry()
        }
    }

    /** One type that cannot be read does not hold up the others: in the background it takes a permission of its own. */
    private suspend fun trying(what: String, act: suspend () -> Unit) {
        try {
            act()
        } catch (error: CancellationException) {
            throw error
        } catch (error: Exception) {
            Log.w("tellus", "Could not read $what", error)
        }
    }

    private fun send(): Outbox.Outcome = try {
        outbox.upload()
    } catch (error: IOException) {
        Log.i("tellus", "The server cannot be reached now: ${error.message}")
        Outbox.Outcome.LATER
    }

    private suspend fun read(type: KClass<out Record>) {
        var token = connection.anchor(type.wireName) ?: return readHistory(type)
        do {
            val page = reader.changes(token) ?: return readHistory(type)
            token = page.next ?: return
            keep(type, page, "incremental", token)
        } while (page.hasMore)
    }

    /**
     * Everything of a type that may be read: what was there thirty days before the person first allowed it, and more where they
     * allowed the history. The token comes first, so that nothing falls between the two.
     */
    private suspend fun readHistory(type: KClass<out Record>) {
        val token = reader.tokenOf(type)
        val since = Instant.now().minus(daysOfHistory, ChronoUnit.DAYS)
        var next: String? = null
        do {
            val page = reader.history(type, since, next)
            next = page.next
            keep(type, page, "backfill", token.takeUnless { page.hasMore })
        } while (page.hasMore)
    }

    /** First the batch, then the anchor: between the two the same things would be sent twice, which harms nothing. */
    private fun keep(type: KClass<out Record>, page: HealthReader.Page, phase: String, anchor: String?) {
        if (page.records.isNotEmpty() || page.deleted.isNotEmpty()) {
            val list = if (type == ExerciseSessionRecord::class) "workouts" else "samples"
            val deleted = page.deleted.map { JSONObject().put("id", it).put("type", type.wireName) }
            val batch = Outbox.batch(phase).put(list, JSONArray(page.records)).put("deleted", JSONArray(deleted))
            if (anchor != null) batch.put("anchors", JSONObject().put(type.wireName, anchor))
            outbox.add(batch)
        }
        if (anchor != null) connection.setAnchor(type.wireName, anchor)
    }

    companion object {
        private const val daysOfTotals = 7L
        private const val daysOfHistory = 365L
        private val alone = Mutex()
        private val online = Constraints.Builder().setRequiredNetworkType(NetworkType.CONNECTED).build()

        /** Has the phone sync by itself, about once an hour. */
        fun schedule(context: Context) {
            WorkManager.getInstance(context).enqueueUniquePeriodicWork(
                "tellus",
                ExistingPeriodicWorkPolicy.KEEP,
                PeriodicWorkRequestBuilder<SyncWorker>(1, TimeUnit.HOURS).setConstraints(online).build(),
            )
        }

        fun runNow(context: Context) {
            WorkManager.getInstance(context).enqueueUniqueWork(
                "tellus now",
                ExistingWorkPolicy.KEEP,
                OneTimeWorkRequestBuilder<SyncWorker>()
                    .setConstraints(online)
                    .setBackoffCriteria(BackoffPolicy.EXPONENTIAL, 1, TimeUnit.MINUTES)
                    .build(),
            )
        }

        fun stop(context: Context) {
            WorkManager.getInstance(context).cancelUniqueWork("tellus")
            WorkManager.getInstance(context).cancelUniqueWork("tellus now")
        }
    }
}

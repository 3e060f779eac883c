package com.example.tellus

import android.content.Context
import android.util.AtomicFile
import android.util.Log
import java.io.ByteArrayOutputStream
import java.io.File
import java.time.Instant
import java.util.UUID
import java.util.zip.GZIPInputStream
import java.util.zip.GZIPOutputStream
import org.json.JSONArray
import org.json.JSONObject

/** The lists of a batch, which are cut in two where it is too large. */
private val lists = listOf("samples", "workouts", "aggregates", "deleted")

/** Batches on their way, one gzip file each. What is in here survives the app; a file goes when the server has stored it. */
class Outbox(context: Context, private val connection: Connection) {
    private val folder = File(context.filesDir, "outbox").apply { mkdirs() }

    enum class Outcome {
        SENT,

        /** The server asks to try again in a minute or so. */
        LATER,

        /** Nothing can be sent for now: the next round tries again, or the app has to connect anew. */
        NOT_NOW,
    }

    /** Writes a batch down. Once this returns it will be uploaded, so its anchors may be moved on. */
    fun add(batch: JSONObject) {
        val file = AtomicFile(fileOf(batch))
        val stream = file.startWrite()
        try {
            stream.write(gzip(batch.toString()))
            file.finishWrite(stream)
        } catch (error: Exception) {
            file.failWrite(stream)
            throw error
        }
    }

    /** Uploads what is there, the oldest first, until the server asks to stop. */
    fun upload(): Outcome {
        while (true) {
            val file = folder.listFiles()?.minByOrNull { it.lastModified() } ?: return Outcome.SENT
            val headers = mapOf("content-type" to "application/json", "content-encoding" to "gzip")
            val answer = connection.ask("POST", "/ingest/batches", headers, file.readBytes())
            when (answer.status) {
                in 200..299 -> {
                    note(answer.json)
                    file.delete()
                }
                // The files stay: a new token of the same person sends them.
                401 -> return Outcome.NOT_NOW.also { connection.forgetToken() }
                // The user is paused for now.
                403 -> return Outcome.NOT_NOW
                // The person has been disconnected at the server's side: nothing of theirs is sent any more.
                410 -> return Outcome.NOT_NOW.also {
                    connection.forget()
                    empty()
                }
                413 -> halve(file)
                429, in 500..599 -> return Outcome.LATER
                else -> {
                    // The batch is not as the server takes it: a fault of this app, which another try does not mend.
                    Log.e(tag, "A batch was refused with ${answer.status}: ${answer.sentence}")
                    file.delete()
                }
            }
        }
    }

    fun empty() = folder.listFiles()?.forEach { it.delete() }

    private fun note(receipt: JSONObject) {
        Log.i(tag, "Stored ${receipt.getInt("accepted")} items, ${receipt.getInt("duplicates")} were known")
        val rejected = receipt.getJSONArray("rejected")
        for (index in 0 until rejected.length()) {
            val item = rejected.getJSONObject(index)
            Log.e(tag, "${item.optString("type", "An item")} was refused: ${item.getString("reason")}")
        }
    }

    /** Two batches in place of one that was too large. The anchors go with the second. */
    private fun halve(file: File) {
        val whole = JSONObject(GZIPInputStream(file.inputStream()).use { it.readBytes().decodeToString() })
        if (lists.sumOf { whole.optJSONArray(it)?.length() ?: 0 } < 2) {
            Log.e(tag, "A single item is too large for the server")
            file.delete()
            return
        }
        val first = JSONObject(whole.toString()).put("batch_id", UUID.randomUUID()).apply { remove("anchors") }
        val second = JSONObject(whole.toString()).put("batch_id", UUID.randomUUID())
        for (list in lists) {
            val items = whole.optJSONArray(list)?.let { all -> List(all.length()) { all.get(it) } } ?: continue
            val (one, other) = items.withIndex().partition { it.index % 2 == 0 }
            first.put(list, JSONArray(one.map { it.value }))
            second.put(list, JSONArray(other.map { it.value }))
        }
        add(first)
        add(second)
        file.delete()
    }

    private fun fileOf(batch: JSONObject) = File(folder, "${batch.get("batch_id")}.json.gz")

    private fun gzip(text: String): ByteArray =
        ByteArrayOutputStream().also { bytes -> GZIPOutputStream(bytes).use { it.write(text.toByteArray()) } }.toByteArray()

    companion object {
        private const val tag = "tellus"

        /** A batch without items. */
        fun batch(phase: String): JSONObject = JSONObject()
            .put("schema", "tellus.mobile/1")
            .put("batch_id", UUID.randomUUID().toString())
            .put("platform", "health_connect")
            .put("phase", phase)
            .put("sent_at", Instant.now().toString())
            .put("device", Connection.device())
    }
}

package com.example.tellus

import android.content.Context
import android.os.Build
import androidx.core.content.edit
import java.net.HttpURLConnection
import java.net.URL
import java.time.ZoneId
import org.json.JSONObject

/** What the server said. */
class Answer(val status: Int, private val text: String) {
    val isGood get() = status in 200..299
    val json get() = JSONObject(text)
    /** The server's own sentence about what is wrong. */
    val sentence: String get() = runCatching { json.getString("message") }.getOrDefault("The server answered $status.")
}

/**
 * This phone's place at the server. The ingest token stands in the app's private storage, which no backup takes along
 * (`allowBackup` in the manifest).
 */
class Connection(context: Context) {
    private val kept = context.getSharedPreferences("tellus", Context.MODE_PRIVATE)

    val userId: String? get() = kept.getString("user_id", null)
    val isConnected: Boolean get() = kept.contains("token")

    /**
     * Connects with a one-time token, which your backend gets from `POST /v2/auth/generateAuthToken`. What is kept of an
     * earlier user is forgotten: the answer tells whether it was another.
     */
    fun connect(server: String, token: String, referenceId: String?): Boolean {
        val asked = JSONObject()
            .put("token", token)
            .put("platform", "health_connect")
            .put("app", app)
            .put("device", device())
            .putOpt("reference_id", referenceId)
        val json = mapOf("content-type" to "application/json")
        val answer = call(URL("$server/ingest/connect"), "POST", json, asked.toString().toByteArray())
        check(answer.isGood) { answer.sentence }
        val isAnother = answer.json.getString("user_id") != userId
        kept.edit(commit = true) {
            if (isAnother) clear()
            putString("server", server)
            putString("user_id", answer.json.getString("user_id"))
            putString("token", answer.json.getString("ingest_token"))
        }
        return isAnother
    }

    /** Asks the server with this phone's token. */
    fun ask(method: String, path: String, headers: Map<String, String> = emptyMap(), body: ByteArray? = null): Answer {
        val server = checkNotNull(kept.getString("server", null)) { "This phone is not connected." }
        return call(URL("$server$path"), method, headers + ("authorization" to "Bearer ${kept.getString("token", "")}"), body)
    }

    /** The token has ended: the next connection of the same person goes on where this one stopped. */
    fun forgetToken() = kept.edit(commit = true) { remove("token") }

    fun forget() = kept.edit(commit = true) { clear() }

    /** How far each type was read. */
    fun anchor(type: String): String? = kept.getString("anchor $type", null)
    fun setAnchor(type: String, anchor: String) = kept.edit(commit = true) { putString("anchor $type", anchor) }

    companion object {
        val app = "${BuildConfig.APPLICATION_ID}/${BuildConfig.VERSION_NAME}"

        fun device(): JSONObject = JSONObject()
            .put("model", Build.MODEL)
            .put("os", "Android ${Build.VERSION.RELEASE}")
            .put("app", app)
            .put("timezone", ZoneId.systemDefault().id)

        private fun call(url: URL, method: String, headers: Map<String, String>, body: ByteArray?): Answer {
            val connection = url.openConnection() as HttpURLConnection
            try {
                connection.requestMethod = method
                connection.connectTimeout = 15_000
                connection.readTimeout = 60_000
                headers.forEach(connection::setRequestProperty)
                if (body != null) {
                    connection.doOutput = true
                    connection.setFixedLengthStreamingMode(body.size)
                    connection.outputStream.use { it.write(body) }
                }
                val status = connection.responseCode
                val stream = if (status < 400) connection.inputStream else connection.errorStream
                val text = stream?.use { it.readBytes().decodeToString() }.orEmpty()
                return Answer(status, text)
            } finally {
                connection.disconnect()
            }
        }
    }
}

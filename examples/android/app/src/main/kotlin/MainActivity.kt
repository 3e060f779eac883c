package com.example.tellus

import android.os.Bundle
import android.widget.Button
import android.widget.EditText
import android.widget.LinearLayout
import android.widget.TextView
import androidx.activity.ComponentActivity
import androidx.health.connect.client.HealthConnectClient
import androidx.health.connect.client.PermissionController
import androidx.lifecycle.lifecycleScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext

/** Where the person connects. Your app asks your backend for the token instead of the person. */
class MainActivity : ComponentActivity() {
    private val connection by lazy { Connection(this) }
    private val status by lazy { TextView(this) }
    private val server by lazy { EditText(this).apply { setText("http://10.0.2.2:4000") } }
    private val token by lazy { EditText(this).apply { hint = "Token" } }

    private val ask = registerForActivityResult(PermissionController.createRequestPermissionResultContract()) {
        // What was refused is left out; nothing is asked for twice.
        SyncWorker.schedule(this)
        SyncWorker.runNow(this)
    }

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        setContentView(
            LinearLayout(this).apply {
                orientation = LinearLayout.VERTICAL
                fitsSystemWindows = true
                addView(status)
                addView(server)
                addView(token)
                addView(button("Connect") { connect() })
                addView(button("Upload now") { SyncWorker.runNow(this@MainActivity) })
                addView(button("Disconnect") { disconnect() })
            },
        )
        show()
    }

    private fun connect() = attempt {
        check(HealthConnectClient.getSdkStatus(this) == HealthConnectClient.SDK_AVAILABLE) {
            "Health Connect is not on this phone, or has to be updated."
        }
        val isAnother = withContext(Dispatchers.IO) {
            connection.connect(server.text.toString().trimEnd('/'), token.text.toString().trim(), null)
        }
        if (isAnother) Outbox(this, connection).empty()
        token.text.clear()
        ask.launch(HealthReader(this).wanted())
    }

    private fun disconnect() = attempt {
        val answer = withContext(Dispatchers.IO) { connection.ask("DELETE", "/ingest/connection") }
        check(answer.isGood || answer.status in listOf(401, 410)) { answer.sentence }
        SyncWorker.stop(this)
        connection.forget()
        Outbox(this, connection).empty()
    }

    private fun attempt(act: suspend () -> Unit) {
        lifecycleScope.launch {
            runCatching { act() }.onSuccess { show() }.onFailure { status.text = it.message }
        }
    }

    private fun show() {
        status.text = if (connection.isConnected) "Connected as ${connection.userId}" else "Not connected"
    }

    private fun button(text: String, act: () -> Unit) = Button(this).apply {
        this.text = text
        setOnClickListener { act() }
    }
}

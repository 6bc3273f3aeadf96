package org.earshot.interop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.earshot.softphone.app.demo.DemoFailure;

/// Our headless phone with a data folder, which is killed and started again; notes what it said over all its lives.
final class KillablePhone {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_LIFE_SECONDS = 3_600;

    private final Lab lab;
    private final String name;
    private final EarshotServer server;
    private final Path data;
    private final Collection<String> received = new ConcurrentLinkedQueue<>();
    private final Set<String> sent = ConcurrentHashMap.newKeySet();
    private final Map<String, String> written = new ConcurrentHashMap<>();
    private EarshotPhone phone;
    private CountDownLatch registered;

    private KillablePhone(Lab lab, String name, EarshotServer server) {
        this.lab = lab;
        this.name = name;
        this.server = server;
        this.data = lab.privateFolder(name + "-data");
    }

    /// Starts a phone over TLS; its password is `pw` and its name.
    static KillablePhone start(Lab lab, String name, EarshotServer server) {
        KillablePhone killable = new KillablePhone(lab, name, server);
        killable.live();
        return killable;
    }

    private void live() {
        written.clear(); // ids are those of one life
        registered = new CountDownLatch(1);
        phone =
                EarshotPhone.start(
                        lab,
                        Map.of(),
                        name,
                        "127.0.0.1",
                        "pw" + name,
                        server.address("tls"),
                        "tls",
                        Optional.of(server.ca()),
                        "silence",
                        "--audio-out",
                        "null",
                        "--data",
                        data.toString());
        Thread.ofVirtual().name(name + "-events").start(this::listen);
    }

    private void listen() {
        EarshotPhone heard = phone;
        CountDownLatch isRegistered = registered;
        try {
            heard.process()
                    .await(
                            "end",
                            LONGEST_LIFE_SECONDS,
                            line -> {
                                note(line, isRegistered);
                                return Optional.empty();
                            });
        } catch (DemoFailure e) {
            // killed
        }
    }

    private void note(String line, CountDownLatch isRegistered) {
        JsonNode event;
        try {
            event = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            return; // cut off by a kill
        }
        switch (event.path("event").asText()) {
            case "registered" -> isRegistered.countDown();
            case "message" -> received.add(event.path("text").asText());
            case "message-written" ->
                    written.put(event.path("id").asText(), event.path("text").asText());
            case "message-status" -> {
                String text = written.get(event.path("id").asText());
                if (text != null && event.path("status").asText().equals("sent")) {
                    sent.add(text);
                }
            }
            default -> {}
        }
    }

    void awaitRegistered() {
        try {
            if (!registered.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError(name + " is not registered");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// Writes to somebody; nothing happens while it is dead.
    void write(String to, String text) {
        try {
            phone.tell("message sip:" + to + "@127.0.0.1 " + text);
        } catch (DemoFailure e) {
            // it has just been killed
        }
    }

    void killAndRestart() {
        phone.process().handle().destroyForcibly();
        phone.process().close();
        live();
    }

    /// The texts of ours that got a 2xx, as far as it lived to say so.
    Set<String> sent() {
        return Set.copyOf(sent);
    }

    /// Every text that it showed, as often as it did.
    List<String> received() {
        return List.copyOf(received);
    }

    /// Ends it, and reads the texts of others that it keeps, as often as it keeps them.
    List<String> kept() throws SQLException {
        phone.process().handle().destroyForcibly();
        phone.process().close();
        List<String> texts = new ArrayList<>();
        try (Connection store =
                        DriverManager.getConnection(
                                "jdbc:h2:file:"
                                        + data.resolve("conversations")
                                        + ";IFEXISTS=TRUE");
                Statement query = store.createStatement();
                ResultSet rows = query.executeQuery("SELECT text FROM message WHERE NOT mine")) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }
}

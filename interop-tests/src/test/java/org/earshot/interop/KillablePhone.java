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
import java.util.HashSet;
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
    /// A text that got a 2xx.
    ///
    /// @param to an account's name
    record Acknowledged(String to, String text) {}

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_LIFE_SECONDS = 3_600;

    private final Lab lab;
    private final String name;
    private final String device;
    private final Path data;
    private final Collection<String> received = new ConcurrentLinkedQueue<>();
    private final Collection<String> copies = new ConcurrentLinkedQueue<>();
    private final Collection<Acknowledged> sent = new ConcurrentLinkedQueue<>();
    private final Map<String, Acknowledged> written = new ConcurrentHashMap<>();
    private EarshotPhone phone;
    private CountDownLatch registered;
    private Thread listener;

    private KillablePhone(Lab lab, String name, String device) {
        this.lab = lab;
        this.name = name;
        this.device = device;
        this.data = lab.privateFolder(device + "-data");
    }

    /// Starts a phone over TLS; its password is `pw` and its name.
    ///
    /// @param device tells apart the phones of one account
    static KillablePhone start(Lab lab, String name, String device, EarshotServer server) {
        KillablePhone killable = new KillablePhone(lab, name, device);
        killable.live(server);
        return killable;
    }

    private void live(EarshotServer server) {
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
        listener = Thread.ofVirtual().name(device + "-events").start(this::listen);
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
            // what we wrote on another device says to whom
            case "message" ->
                    (event.has("to") ? copies : received).add(event.path("text").asText());
            case "message-written" ->
                    written.put(
                            event.path("messageId").asText(),
                            new Acknowledged(
                                    event.path("to").asText().replaceAll("sip:|@.*", ""),
                                    event.path("text").asText()));
            case "message-status" -> {
                if (event.path("status").asText().equals("sent")) {
                    // written in another life, perhaps; and said once
                    Optional.ofNullable(written.remove(event.path("messageId").asText()))
                            .ifPresent(sent::add);
                }
            }
            default -> {}
        }
    }

    void awaitRegistered() {
        try {
            if (!registered.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError(device + " is not registered");
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

    /// @param server where it registers from now on
    void killAndRestart(EarshotServer server) throws SQLException {
        kill();
        live(server);
    }

    /// What it kept, and did not live to show, counts as shown.
    void kill() throws SQLException {
        phone.process().handle().destroyForcibly();
        phone.process().close();
        join(listener);
        addKept(false, received);
        addKept(true, copies);
    }

    private void addKept(boolean mine, Collection<String> shown) throws SQLException {
        Set<String> known = new HashSet<>(shown);
        kept(mine).stream().filter(text -> !known.contains(text)).forEach(shown::add);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// How many of its texts got no 2xx that it lived to tell of.
    int unanswered() {
        return written.size();
    }

    String account() {
        return name;
    }

    String device() {
        return device;
    }

    /// The texts of ours that got a 2xx, in the order in which it said so, as far as it lived to say it.
    List<Acknowledged> sent() {
        return List.copyOf(sent);
    }

    /// Every text of others that it showed, as often as it did.
    List<String> received() {
        return List.copyOf(received);
    }

    /// Every text of the account's other devices that it showed, as often as it did; after a kill also its own.
    List<String> copies() {
        return List.copyOf(copies);
    }

    /// The texts that it keeps, as often as it keeps them, in the order in which they came; it must have ended.
    ///
    /// @param mine those that its account wrote, here or on another device, or those of others
    List<String> kept(boolean mine) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Connection store =
                        DriverManager.getConnection(
                                "jdbc:h2:file:"
                                        + data.resolve("conversations")
                                        + ";IFEXISTS=TRUE");
                Statement query = store.createStatement();
                ResultSet rows =
                        query.executeQuery(
                                "SELECT text FROM message WHERE mine = "
                                        + mine
                                        + " ORDER BY number")) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }
}

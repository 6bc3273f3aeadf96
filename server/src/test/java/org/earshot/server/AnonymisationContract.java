package org.earshot.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.earshot.common.account.Account;
import org.earshot.common.account.AccountStore;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.db.Columns;
import org.earshot.common.db.Dialect;
import org.earshot.common.db.TestDatabases;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.ArchiveQuery;
import org.earshot.proxy.archive.Content;
import org.earshot.proxy.archive.Erasure;
import org.earshot.proxy.archive.IdentityProof;
import org.earshot.proxy.archive.Officer;
import org.earshot.proxy.archive.RetentionClass;
import org.earshot.proxy.archive.Sender;
import org.earshot.proxy.message.MessageStore;
import org.earshot.proxy.message.group.GroupStore;
import org.earshot.server.attempt.FailedLogin;
import org.earshot.server.ldap.LdapTable;
import org.earshot.server.leaving.Anonymisation;
import org.earshot.server.people.PictureTable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Somebody who has left is named nowhere any more but in the record.
abstract class AnonymisationContract {
    private static final String WHO = "quentin";
    private static final String ADDRESS = "sip:quentin@localhost";
    private static final AddressOfRecord QUENTIN = new AddressOfRecord(WHO, "localhost");
    private static final String SURNAME = "Xanthippos";
    private static final String GROUND = "article 17";

    /// Where the record itself stands, or what decides of it.
    private static final Set<String> RECORD =
            Set.of(
                    "archive_record",
                    "archive_party",
                    "archive_checkpoint",
                    "archive_chain",
                    "archive_word",
                    "archive_entry");

    @TempDir private Path directory;
    private AdministeredStores on;

    abstract Dialect dialect();

    @BeforeEach
    void open() {
        on = new AdministeredStores(directory, TestDatabases.config(dialect()));
        add(WHO, SURNAME);
        add("alice", "Alice");
    }

    @AfterEach
    void close() {
        if (on != null) { // the test was skipped
            on.close();
        }
    }

    private void add(String name, String display) {
        assertThat(
                        on.runWith(
                                        "a long password",
                                        "user",
                                        "add",
                                        name,
                                        "--display-name",
                                        display,
                                        "--password-stdin")
                                .status())
                .isZero();
    }

    private void insert(String table, Map<String, Object> row) {
        List<String> columns = List.copyOf(row.keySet());
        String sql =
                "INSERT INTO %s (%s) VALUES (%s)"
                        .formatted(
                                table,
                                String.join(", ", columns),
                                String.join(", ", columns.stream().map(_ -> "?").toList()));
        on.database()
                .transactions()
                .run(connection -> {
                    try (PreparedStatement insert = connection.prepareStatement(sql)) {
                        for (int i = 0; i < columns.size(); i++) {
                            insert.setObject(i + 1, row.get(columns.get(i)));
                        }
                        return insert.executeUpdate();
                    }
                });
    }

    private static byte[] key(String address) {
        return Columns.sha256(address);
    }

    private static byte[] half(String text) {
        return java.util.Arrays.copyOf(key(text), 16);
    }

    private static byte[] id() {
        return Columns.bytes(UUID.randomUUID());
    }

    private byte[] message(String from, String to, String history) {
        byte[] id = id();
        insert(
                "message",
                Map.ofEntries(
                        Map.entry("id", id),
                        Map.entry("repeat_key", key(UUID.randomUUID().toString())),
                        Map.entry("kind", "text"),
                        Map.entry("sender", from),
                        Map.entry("recipient", to),
                        Map.entry("wishes", 0),
                        Map.entry("kept_for", history),
                        Map.entry("kept_by", from),
                        Map.entry("received_at", micros(Duration.ZERO)),
                        Map.entry("expires_at", micros(Duration.ofDays(30))),
                        Map.entry("keep_until", micros(Duration.ofDays(90))),
                        Map.entry("sealed", new byte[] {1})));
        return id;
    }

    private static long micros(Duration from) {
        return Columns.micros(AdministeredStores.NOW.plus(from));
    }

    /// Something of them in each table that has people.
    private void traces() {
        String alice = "sip:alice@localhost";
        on.ok("contacts", "add", WHO, "alice");
        on.ok("contacts", "add", "alice", WHO, "--display-name", SURNAME);
        on.ok("presence", "block", "alice", WHO);
        on.ok("presence", "block", WHO, "alice");
        on.ok("messages", "block", WHO, "alice");
        on.ok("messages", "block", "alice", WHO);
        on.ok("group", "add", "team", "--owner", "alice", WHO);
        on.stores.ldap().put(WHO, new LdapTable.Linked("0fea45bc", Optional.empty()));
        on.stores
                .failedLogins()
                .add(
                        List.of(
                                new FailedLogin(
                                        LocalDate.ofInstant(AdministeredStores.NOW, ZoneOffset.UTC),
                                        FailedLogin.Kind.PHONE,
                                        WHO,
                                        "192.0.2.1",
                                        1,
                                        AdministeredStores.NOW,
                                        AdministeredStores.NOW)));
        Account account = on.stores.accounts().find(QUENTIN).orElseThrow();
        insert(
                "account_picture",
                Map.of(
                        "account_id",
                        Columns.bytes(account.id().value()),
                        "media_type",
                        "image/png",
                        "etag",
                        "0".repeat(32),
                        "content",
                        SURNAME.getBytes(UTF_8),
                        "changed_at",
                        1L));
        insert(
                "account_link",
                Map.ofEntries(
                        Map.entry("id", id()),
                        Map.entry("secret_hash", key("a")),
                        Map.entry("purpose", "INVITATION"),
                        Map.entry("name", ""),
                        Map.entry("created_at", 1L),
                        Map.entry("created_by", "somebody"),
                        Map.entry("expires_at", micros(Duration.ofDays(1))),
                        Map.entry("used_by", WHO),
                        Map.entry("tries", 0)));
        byte[] file = id();
        insert(
                "stored_file",
                Map.of(
                        "id",
                        file,
                        "owner_key",
                        key(ADDRESS),
                        "owner",
                        ADDRESS,
                        "bytes",
                        1L,
                        "whole",
                        true,
                        "created_at",
                        1L,
                        "expires_at",
                        micros(Duration.ofDays(1)),
                        "sealed",
                        "x"));
        insert(
                "stored_file_party",
                Map.of("file_id", id(), "party_key", key(ADDRESS), "party", ADDRESS));
        insert(
                "call_quality",
                Map.of(
                        "report_key",
                        key("r1"),
                        "reporter_key",
                        key(ADDRESS),
                        "reporter",
                        ADDRESS,
                        "received_at",
                        1L,
                        "report",
                        "x"));
        insert(
                "call_quality",
                Map.of(
                        "report_key",
                        key("r2"),
                        "reporter_key",
                        key(alice),
                        "reporter",
                        alice,
                        "received_at",
                        1L,
                        "report",
                        "RemoteID: <" + ADDRESS + ">"));
        insert(
                "call_trace",
                Map.ofEntries(
                        Map.entry("call_key", half("traced")),
                        Map.entry("call_id", "traced"),
                        Map.entry("node", "n1"),
                        Map.entry("vias", 1),
                        Map.entry("caller_key", key(alice)),
                        Map.entry("caller", alice),
                        Map.entry("callee_key", key(ADDRESS)),
                        Map.entry("callee", ADDRESS),
                        Map.entry("began_at", 1L),
                        Map.entry("answered_at", 0L),
                        Map.entry("ended_at", 2L),
                        Map.entry("outcome", "FAILED"),
                        Map.entry("status", 486)));
        insert(
                "call_trace_part",
                Map.of(
                        "call_key",
                        half("traced"),
                        "node",
                        "n1",
                        "first_at",
                        1L,
                        "lost",
                        0L,
                        "messages",
                        "INVITE " + ADDRESS));
        insert(
                "live_call",
                Map.ofEntries(
                        Map.entry("call_key", key("c")),
                        Map.entry("caller_key", key(alice)),
                        Map.entry("callee_key", key(ADDRESS)),
                        Map.entry("call_id", "c"),
                        Map.entry("caller_tag", "t"),
                        Map.entry("node", "n1"),
                        Map.entry("caller", alice),
                        Map.entry("callee", ADDRESS),
                        Map.entry("state", "CONFIRMED"),
                        Map.entry("since", 1L),
                        Map.entry("expires_at", micros(Duration.ofDays(1)))));
        insert(
                "subscription",
                Map.ofEntries(
                        Map.entry("subscription_key", key("s")),
                        Map.entry("call_id", "c"),
                        Map.entry("local_tag", "l"),
                        Map.entry("remote_tag", "r"),
                        Map.entry("event", "presence"),
                        Map.entry("event_id", ""),
                        Map.entry("resource_key", key(alice)),
                        Map.entry("resource", alice),
                        Map.entry("watcher_key", key(ADDRESS)),
                        Map.entry("watcher", ADDRESS),
                        Map.entry("list_kind", "NONE"),
                        Map.entry("members", ""),
                        Map.entry("local_uri", alice),
                        Map.entry("remote_uri", ADDRESS),
                        Map.entry("contact", ADDRESS),
                        Map.entry("routes", ""),
                        Map.entry("remote_cseq", 1L),
                        Map.entry("flow", ""),
                        Map.entry("node", "n1"),
                        Map.entry("created_at", 1L),
                        Map.entry("expires_at", micros(Duration.ofDays(1)))));
        byte[] read = message(ADDRESS, alice, alice);
        insert("message_read", Map.of("message", read, "reader_key", key(ADDRESS)));
        message(alice, ADDRESS, ADDRESS);
        insert(
                "message_read",
                Map.of("message", message(alice, alice, alice), "reader_key", key(ADDRESS)));
    }

    /// Which tables name them, in the open or by what their address is found by.
    private Set<String> tablesWithTraces() {
        Set<String> naming = new TreeSet<>();
        List<String> needles =
                List.of(
                        WHO,
                        SURNAME.toLowerCase(java.util.Locale.ROOT),
                        HexFormat.of().formatHex(SURNAME.getBytes(UTF_8)),
                        HexFormat.of().formatHex(key(ADDRESS)));
        rows().forEach((table, text) -> {
            if (needles.stream().anyMatch(text::contains)) {
                naming.add(table);
            }
        });
        naming.removeAll(RECORD);
        return naming;
    }

    /// All that is in the database, by table, in lower case; bytes in hex.
    private Map<String, String> rows() {
        return on.database()
                .transactions()
                .read(connection -> {
                    List<String> tables = new ArrayList<>();
                    String schema =
                            dialect() == Dialect.H2
                                    ? connection.getSchema()
                                    : connection.getCatalog();
                    try (PreparedStatement query =
                            connection.prepareStatement(
                                    "SELECT table_name FROM information_schema.tables WHERE table_schema = ?")) {
                        query.setString(1, schema);
                        try (ResultSet names = query.executeQuery()) {
                            while (names.next()) {
                                tables.add(names.getString(1));
                            }
                        }
                    }
                    assertThat(tables).hasSizeGreaterThan(40);
                    Map<String, String> all = new TreeMap<>();
                    for (String table : tables) {
                        String quoted = dialect() == Dialect.H2 ? '"' + table + '"' : table;
                        StringBuilder text = new StringBuilder();
                        try (PreparedStatement query =
                                        connection.prepareStatement("SELECT * FROM " + quoted);
                                ResultSet row = query.executeQuery()) {
                            while (row.next()) {
                                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                                    Object value = row.getObject(i);
                                    if (value instanceof java.sql.Blob) {
                                        value = row.getBytes(i);
                                    } else if (value instanceof java.sql.Clob) {
                                        value = row.getString(i);
                                    }
                                    text.append(
                                                    value instanceof byte[] bytes
                                                            ? HexFormat.of().formatHex(bytes)
                                                            : String.valueOf(value))
                                            .append('|');
                                }
                                text.append('\n');
                            }
                        }
                        all.put(
                                table.toLowerCase(java.util.Locale.ROOT),
                                text.toString().toLowerCase(java.util.Locale.ROOT));
                    }
                    return all;
                });
    }

    @Test
    void theNameIsInNoTableAnyMoreButTheRecords() {
        traces();
        assertThat(tablesWithTraces())
                .contains(
                        "account",
                        "account_picture",
                        "account_link",
                        "address_of_record",
                        "blocked_sender",
                        "call_quality",
                        "call_trace",
                        "call_trace_part",
                        "contact",
                        "failed_login",
                        "group_member",
                        "ldap_account",
                        "live_call",
                        "message",
                        "message_read",
                        "presence_rule",
                        "stored_file",
                        "stored_file_party",
                        "subscription");
        assertThat(on.run("user", "anonymise", WHO, "--ground", GROUND).errors())
                .contains("is open: earshot admin user close");
        on.ok("user", "close", WHO);
        assertThat(tablesWithTraces()).contains("withheld");
        String done = on.ok("user", "anonymise", WHO, "--ground", GROUND);
        assertThat(done)
                .contains(
                        "anonymised " + ADDRESS,
                        "sip:left-",
                        "gone: contacts, 4",
                        "gone: messages, 2",
                        "gone: picture, 1",
                        "archive: ");
        // node and time of changes, which goes after an hour
        assertThat(tablesWithTraces()).isSubsetOf("change_log");
        assertThat(
                        on.stores
                                .presence()
                                .contacts()
                                .contactsOf(new AddressOfRecord("alice", "localhost")))
                .isEmpty();
        assertThat(rows().get("stored_file")).contains("sip:left-");
        assertThat(rows().get("account_link")).contains("left-");
        assertThat(on.ok("user", "closed")).contains("none is closed");
        assertThat(on.ok("archive", "verify")).contains("intact");
        assertThat(
                        on.stores
                                .archiveParts()
                                .reader(on.clock())
                                .search(ArchiveQuery.latest(Optional.of(ADDRESS), 10)))
                .filteredOn(event -> event.kind().equals("account-anonymised"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.facts().first("ground")).contains(GROUND);
                    assertThat(event.facts().first("pseudonym").orElseThrow())
                            .startsWith("sip:left-");
                });
    }

    @Test
    void theNameIsNobodysEverAgainAndNothingIsTakenBack() {
        on.ok("user", "close", WHO);
        on.away(true); // without the record nothing happens
        assertThat(on.run("user", "anonymise", WHO, "--ground", GROUND).status()).isEqualTo(1);
        on.away(false);
        assertThat(on.ok("user", "closed")).contains(ADDRESS);
        on.ok("user", "anonymise", WHO, "--ground", GROUND);
        assertThat(on.runWith("a long password", "user", "add", WHO, "--password-stdin").status())
                .isEqualTo(1);
        assertThat(
                        on.runWith("a long password", "user", "add", "quent1n", "--password-stdin")
                                .status())
                .isZero(); // looks like another one
        assertThat(on.run("user", "open", WHO).errors()).contains("is not closed");
        assertThat(on.run("user", "close", WHO).errors()).contains("no account");
        assertThat(on.ok("user", "anonymise", WHO, "--ground", GROUND))
                .contains("was anonymised before")
                .doesNotContain("gone");
        assertThat(on.run("user", "anonymise", "nobody-there", "--ground", GROUND).errors())
                .contains("no account");
        on.ok("group", "add", "team", "--owner", "alice");
        assertThat(on.run("user", "anonymise", "team", "--ground", GROUND).errors())
                .contains("is a group");
        on.ok("user", "delete", "alice");
        assertThat(on.ok("user", "anonymise", "alice", "--ground", GROUND)).contains("sip:left-");
    }

    @Test
    void whatOthersHaveNotGotYetStaysUntilTheyHave() {
        byte[] waiting = message(ADDRESS, "sip:alice@localhost", "sip:alice@localhost");
        insert("message_waiting", Map.of("device", key("d"), "message", waiting));
        on.ok("user", "close", WHO);
        assertThat(on.ok("user", "anonymise", WHO, "--ground", GROUND))
                .contains("stays: 1 message that others have not got yet", "at the latest ");
        assertThat(rows().get("message"))
                .contains(HexFormat.of().formatHex(waiting))
                .contains("|null|"); // nobody's history
    }

    @Test
    void whatIsOnHoldStaysAndTheRestGoesByItsKeys() {
        on.ok("retention", "set", "message", "1d");
        on.archive().append(written("sip:alice@localhost", ADDRESS, "kept word"));
        on.archive().append(written(ADDRESS, "sip:carol@localhost", "gone word"));
        on.ok("hold", "add", "case-1", "--with", "alice," + WHO, "--reason", "a lawsuit");
        on.ok("user", "close", WHO);
        on.pass(Duration.ofDays(5));
        on.database()
                .transactions()
                .run(connection -> {
                    try (PreparedStatement update =
                            connection.prepareStatement(
                                    "UPDATE archive_shredding SET calendar_day = ?")) {
                        update.setLong(
                                1,
                                LocalDate.ofInstant(on.clock().instant(), ZoneOffset.UTC)
                                        .toEpochDay());
                        return update.executeUpdate();
                    }
                });
        assertThat(on.ok("user", "anonymise", WHO, "--ground", GROUND))
                .contains("archive: 1 record erased; 1 refused: on legal hold");
        assertThat(on.ok("archive", "verify")).contains("intact");
        assertThat(on.ok("archive", "search", "--person", "alice", "--text")).contains("kept word");
        assertThat(on.ok("archive", "search", "--person", "carol", "--text"))
                .doesNotContain("gone word");
    }

    private static ArchiveEvent written(String from, String to, String text) {
        return new ArchiveEvent.MessageReceived(
                UUID.randomUUID(),
                AdministeredStores.NOW,
                RetentionClass.MESSAGE,
                new Sender(from, Optional.empty(), IdentityProof.DIGEST, Optional.empty()),
                List.of(to),
                "c1",
                "m1",
                Map.of(),
                Content.of("text/plain", text.getBytes(UTF_8)));
    }

    /// The process is gone.
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /// The same, but for the call that never comes back.
    private static <T> T until(AtomicInteger calls, Class<T> type, T real) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (_, method, arguments) -> {
                            if (calls.decrementAndGet() < 0) {
                                throw new Killed();
                            }
                            try {
                                return method.invoke(real, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }));
    }

    @Test
    void whereverItDiesItIsSaidAgainAndDone() {
        traces();
        on.ok("user", "close", WHO);
        int steps = 0;
        while (diesAfter(steps)) {
            steps++;
            assertThat(on.ok("archive", "verify")).contains("intact");
        }
        assertThat(steps).isGreaterThan(6);
        assertThat(tablesWithTraces()).isSubsetOf("change_log");
        assertThat(on.ok("user", "anonymise", WHO, "--ground", GROUND))
                .contains("was anonymised before");
    }

    private boolean diesAfter(int steps) {
        AtomicInteger calls = new AtomicInteger(steps);
        Stores s = on.stores;
        Anonymisation.Erasing erasing =
                (_, _, _) -> new Erasure.Answer(0, 0, 0, Optional.empty(), 0);
        Anonymisation anonymisation =
                new Anonymisation(
                        new Anonymisation.Places(
                                s.traces().orElseThrow(),
                                until(calls, AccountStore.class, s.accounts()),
                                until(calls, MessageStore.class, s.messages()),
                                until(calls, GroupStore.class, s.groups()),
                                until(calls, PictureTable.class, s.pictures()),
                                until(calls, Archive.class, on.archive()),
                                until(calls, Anonymisation.Erasing.class, erasing),
                                until(calls, Runnable.class, () -> {})),
                        on.clock());
        Officer by = new Officer("a test", Optional.empty(), Optional.<Instant>empty());
        try {
            anonymisation.anonymise(by, QUENTIN, GROUND);
            return false;
        } catch (Killed _) {
            return true;
        }
    }
}

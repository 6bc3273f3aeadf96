package org.earshot.softphone.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Random;

/// How long it takes to find words in 100,000 messages. Prints milliseconds; started by hand.
final class MessageSearchBench {
    private MessageSearchBench() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("search-bench");
        Path file = folder.resolve("conversations");
        fill(file, JdbcMessageStore.MOST_MESSAGES);
        System.out.println(
                "file " + Files.size(folder.resolve("conversations.mv.db")) / 1_000_000 + " MB");
        try (JdbcMessageStore store = JdbcMessageStore.open(file, Runnable::run)) {
            for (int run = 0; run < 4; run++) {
                for (List<String> words :
                        List.of(
                                List.of("word"),
                                List.of("zanzibar"),
                                List.of("word77", "word88"),
                                List.of("nowhere at all"))) {
                    long start = System.nanoTime();
                    int found =
                            store.search("sip:alice@example.org", words, 50)
                                    .toCompletableFuture()
                                    .join()
                                    .size();
                    System.out.printf(
                            "%s: %d found in %.0f ms%n",
                            words, found, (System.nanoTime() - start) / 1e6);
                }
            }
        }
    }

    private static void fill(Path file, int messages) throws Exception {
        Random random = new Random(1);
        try (JdbcStoreFile store = JdbcStoreFile.open(file);
                Connection connection = store.another();
                PreparedStatement insert =
                        connection.prepareStatement(
                                "INSERT INTO message (account, conversation, message_id, mine, author, text, written_at, delivery, reason"
                                        + ", wants_displayed, position) VALUES (?, ?, ?, FALSE, ?, ?, ?, 'DISPLAYED', '', FALSE, ?)")) {
            connection.setAutoCommit(false);
            for (int i = 0; i < messages; i++) {
                String peer = "sip:person" + random.nextInt(100) + "@example.org";
                StringBuilder text = new StringBuilder(i == 5 ? "Zanzibar " : "");
                for (int word = 3 + random.nextInt(25); word > 0; word--) {
                    text.append("word").append(random.nextInt(5_000)).append(' ');
                }
                insert.setString(1, "sip:alice@example.org");
                insert.setString(2, peer);
                insert.setString(3, "id-" + i + "-" + random.nextLong());
                insert.setString(4, peer);
                insert.setString(5, text.toString());
                insert.setLong(6, i * 1_000_000L);
                insert.setLong(7, i * 1_000_000L);
                insert.addBatch();
                if (i % 1_000 == 999) {
                    insert.executeBatch();
                    connection.commit();
                }
            }
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM message")) {
                row.next();
                System.out.println(row.getLong(1) + " messages");
            }
        }
    }
}

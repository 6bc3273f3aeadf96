package org.earshot.softphone.app;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.earshot.softphone.store.JdbcContactStore;
import org.earshot.softphone.ua.MessageStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What earlier versions of the phone kept of contacts: the file `contacts`, with a URI a line.
final class EarlierContactFile {
    private static final Logger log = LoggerFactory.getLogger(EarlierContactFile.class);
    private static final String FILE = "contacts";

    private final DataFolder folder;

    EarlierContactFile(DataFolder folder) {
        this.folder = folder;
    }

    /// Moves all of it into the store; a crash in between loses nothing and doubles nothing.
    ///
    /// @throws MessageStoreException if the store does not take it: the file stays
    void moveTo(JdbcContactStore store) {
        if (!Files.exists(folder.file(FILE))) {
            return;
        }
        List<String> uris =
                folder.lines(FILE).stream()
                        .map(String::strip)
                        // a crash may have left half of one
                        .filter(line ->
                                line.matches("sips?:[^@\\s\\p{Cntrl}<>]+@[^@\\s\\p{Cntrl}<>]+"))
                        .filter(line -> line.length() <= 500)
                        .toList();
        try {
            store.adopt(uris).toCompletableFuture().join();
            Files.deleteIfExists(folder.file(FILE));
        } catch (CompletionException e) {
            throw new MessageStoreException(String.valueOf(e.getCause().getMessage()), e);
        } catch (IOException e) {
            log.warn("a file that is not needed any more can't be deleted: {}", e.getMessage());
        }
    }
}

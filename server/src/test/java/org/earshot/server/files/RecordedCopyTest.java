package org.earshot.server.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.earshot.common.key.KeyName;
import org.earshot.proxy.archive.ArchiveEvent;
import org.junit.jupiter.api.Test;

/// The copies of files that the record keeps where policy wants that.
class RecordedCopyTest extends FileStoreTestBase {
    private static final FileLimits COPIED =
            new FileLimits(
                    1_000_000, 2_000_000, 3_000_000, Duration.ofDays(30), Set.of("exe"), true);

    /// What the record has of a file, as an officer gets it.
    private byte[] copy(ArchiveEvent.FileKept stored) throws IOException {
        Path target = temporary.resolve("copy");
        Files.deleteIfExists(target);
        copy(stored, stored.sha256().orElseThrow(), target);
        return Files.readAllBytes(target);
    }

    private void copy(ArchiveEvent.FileKept stored, String sha256, Path target) throws IOException {
        RecordedCopy.write(
                vault,
                FileId.of(stored.file()).orElseThrow(),
                stored.key().orElseThrow().body(),
                stored.size(),
                sha256,
                target);
    }

    @Test
    void theRecordKeepsACopyUntilItGoesItself() throws Exception {
        store = store(List.of(), COPIED);
        byte[] content = content(2 * CHUNK + 9);
        FileId erased = put(alice, content, "sip:bob@example.org");
        FileId deleted = put(alice, content(7));
        FileId expired = put(bob, content(8));
        assertThat(archive.events).allSatisfy(event -> assertThat(event.key()).isPresent());
        List<ArchiveEvent.FileKept> stored = List.copyOf(archive.events);
        store.erase(alice, erased);
        new FileKeeping(table, contents(), keys.box(KeyName.FILE), archive, clock)
                .erase(deleted.text());
        clock.advance(Duration.ofDays(31));
        store.clean();
        assertThat(store.find(alice, erased)).isEmpty();
        assertThat(store.find(bob, expired)).isEmpty();
        assertThat(copy(stored.get(0))).isEqualTo(content);
        assertThat(copy(stored.get(1))).isEqualTo(content(7));
        assertThat(copy(stored.get(2))).isEqualTo(content(8));
        assertThat(folder()).hasSize(3);

        table.recorded(Optional.empty(), 9).stream()
                .filter(file -> !file.id().equals(deleted))
                .forEach(file -> gone.add(file.record()));
        store.clean();
        assertThat(folder()).hasSize(1);
        assertThat(table.usage().recorded()).isEqualTo(1);
        assertThat(copy(stored.get(1))).isEqualTo(content(7));
    }

    @Test
    void aRecordThatGoesLeavesWhatCanStillBeFetched() throws Exception {
        store = store(List.of(), COPIED);
        FileId id = put(alice, content(9), "sip:bob@example.org");
        gone.add(table.recorded(Optional.empty(), 9).getFirst().record());
        store.clean();
        assertThat(fetch(bob, id)).isEqualTo(content(9));
        store.erase(alice, id);
        assertThat(folder()).isEmpty();
    }

    @Test
    void withoutThatPolicyTheRecordHasNoKey() throws Exception {
        put(alice, content(9));
        assertThat(archive.events.getFirst().key()).isEmpty();
        assertThat(table.usage().recorded()).isZero();
    }

    @Test
    void aCopyThatWasChangedIsNotHandedOut() throws Exception {
        store = store(List.of(), COPIED);
        put(alice, content(9));
        ArchiveEvent.FileKept stored = archive.events.getFirst();
        Path target = temporary.resolve("out");
        FileId id = FileId.of(stored.file()).orElseThrow();
        assertThatThrownBy(() -> copy(stored, sha256(content(8)), target))
                .hasMessageContaining("another SHA-256");
        assertThat(target).doesNotExist();
        Files.write(temporary.resolve("files").resolve(id.text()), new byte[9 + 28]);
        String hash = stored.sha256().orElseThrow();
        assertThatThrownBy(() -> copy(stored, hash, target))
                .hasMessageContaining("changed in the folder");
        assertThat(target).doesNotExist();
        Files.writeString(target, "mine");
        assertThatThrownBy(() -> copy(stored, hash, target))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(target).hasContent("mine");
    }
}

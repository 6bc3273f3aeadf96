package org.earshot.server.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.earshot.common.key.KeyName;
import org.earshot.proxy.archive.ArchiveUnavailableException;
import org.junit.jupiter.api.Test;

/// How much the store takes, what is wrong with it, and what it forgets.
class FileStoreRoomTest extends FileStoreTestBase {
    @Test
    void recipientsMustBeThere() {
        refused(422, () -> begin(alice, content(5), "sip:nobody@example.org"));
        refused(422, () -> begin(alice, content(5), "sip:bob@elsewhere.example"));
        refused(400, () -> begin(alice, content(5), "bob"));
        refused(400, () -> begin(alice, content(5), "mailto:bob@example.org"));
    }

    @Test
    void whatIsWrongIsSaid() {
        refused(
                400,
                () -> store.begin(alice, new Wanted("a", "", -1, Optional.empty(), List.of())));
        refused(
                400,
                () -> store.begin(alice, new Wanted("a", "", 1, Optional.of("ab"), List.of())));
    }

    @Test
    void thereIsRoomForSoMuchAndNoMore() throws Exception {
        put(alice, content(1_000_000));
        FileId second = put(alice, content(1_000_000));
        refused(507, () -> begin(alice, content(1)));
        put(bob, content(1_000_000));
        refused(507, () -> begin(bob, content(1)));
        store.erase(alice, second);
        put(bob, content(1_000));
        assertThat(store.usage().files()).isEqualTo(3);
        assertThat(store.usage().bytes()).isEqualTo(2_001_000);
    }

    @Test
    void nobodyBeginsThousandsOfFiles() throws Exception {
        for (int i = 0; i < 32; i++) {
            begin(alice, content(1));
        }
        refused(429, () -> begin(alice, content(1)));
        for (int i = 0; i < 60; i++) {
            FileId id = put(bob, content(1));
            store.erase(bob, id);
        }
        refused(429, () -> begin(bob, content(1)));
        clock.advance(Duration.ofSeconds(1));
        begin(bob, content(1));
    }

    @Test
    void whatIsOverGoesForGood() throws Exception {
        FileId whole = put(alice, content(5), "sip:bob@example.org");
        FileStore.Begun half = begin(alice, content(2 * CHUNK));
        write(alice, half, 0, content(CHUNK));
        clock.advance(Duration.ofDays(1).plusSeconds(1));
        assertThat(store.find(alice, half.file().row().id())).isEmpty();
        store.clean();
        assertThat(store.usage()).isEqualTo(new FileTable.Usage(1, 5, 0, 0, 0, 0));
        clock.advance(Duration.ofDays(30));
        assertThat(store.find(bob, whole)).as("over, though not cleaned away yet").isEmpty();
        store.clean();
        assertThat(store.usage()).isEqualTo(new FileTable.Usage(0, 0, 0, 0, 0, 0));
        assertThat(folder()).isEmpty();
        assertThat(archive.kinds()).containsExactly("file-stored", "file-expired");
        assertThat(archive.events.getLast().parties())
                .containsExactly("sip:alice@example.org", "sip:bob@example.org");
    }

    @Test
    void contentThatBelongsToNothingGoes() throws Exception {
        FileStore.Begun begun = begin(alice, content(2 * CHUNK));
        write(alice, begun, 0, content(CHUNK));
        table.remove(begun.file().row().id());
        Path orphan = temporary.resolve("files").resolve(begun.file().row().id().text());
        Files.setLastModifiedTime(
                orphan,
                java.nio.file.attribute.FileTime.from(
                        clock.instant().minus(Duration.ofMinutes(59))));
        store.clean();
        assertThat(orphan).as("it may be of somebody who begins just now").exists();
        clock.advance(Duration.ofMinutes(2));
        store.clean();
        assertThat(orphan).doesNotExist();
    }

    @Test
    void onlyItsSenderErasesAFile() throws Exception {
        FileId id = put(alice, content(5), "sip:bob@example.org");
        refused(404, () -> store.erase(bob, id));
        store.erase(alice, id);
        assertThat(store.find(bob, id)).isEmpty();
        assertThat(archive.kinds()).containsExactly("file-stored", "file-erased");
    }

    @Test
    void aRowThatWasMovedToAnotherFileDoesNotOpen() throws Exception {
        FileId id = put(alice, content(5));
        FileRow row = table.find(id).orElseThrow();
        FileStore.Begun other = begin(bob, content(5));
        table.complete(
                new FileRow(
                        other.file().row().id(),
                        bob.address(),
                        5,
                        true,
                        row.createdAt(),
                        row.expiresAt(),
                        row.sealed()),
                Optional.empty());
        assertThat(store.find(bob, other.file().row().id())).isEmpty();
    }

    @Test
    void administratorsSeeWhatThereIsAndEraseIt() throws Exception {
        FileId id = put(alice, content(5), "sip:bob@example.org");
        FileKeeping keeping =
                new FileKeeping(table, contents(), keys.box(KeyName.FILE), archive, clock);
        FileKeeping.Kept kept = keeping.find(id.text()).orElseThrow();
        assertThat(kept.facts().orElseThrow().name()).isEqualTo("report.pdf");
        assertThat(kept.parties()).containsExactly("sip:bob@example.org");
        assertThat(keeping.find("../x")).isEmpty();
        archive.away = true;
        assertThatThrownBy(() -> keeping.erase(id.text()))
                .isInstanceOf(ArchiveUnavailableException.class);
        assertThat(store.find(bob, id)).isPresent();
        archive.away = false;
        assertThat(keeping.erase(id.text())).isTrue();
        assertThat(keeping.erase(id.text())).isFalse();
        assertThat(store.find(bob, id)).isEmpty();
        assertThat(folder()).isEmpty();
        assertThat(archive.kinds()).containsExactly("file-stored", "file-erased");
    }
}

package org.earshot.proxy.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.earshot.common.key.KeyName;
import org.earshot.common.key.KeyRing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Events on disk that wait for the archive.
class FileEventSpoolTest {
    @TempDir private Path directory;

    private FileEventSpool spool() {
        return spool("keys");
    }

    private FileEventSpool spool(String ring) {
        return new FileEventSpool(
                file(), KeyRing.open(directory.resolve(ring)).box(KeyName.MESSAGE));
    }

    private Path file() {
        return directory.resolve("waiting");
    }

    @Test
    void everyKindComesBackAsItWasKept() throws IOException {
        FileEventSpool spool = spool();
        assertThat(spool.left().events()).isEmpty();
        List<ArchiveEvent> events = TestEvents.oneOfEachKind();
        for (ArchiveEvent event : events) {
            spool.keep(List.of(event));
        }
        EventSpool.Left left = spool().left();
        assertThat(left.lost()).isZero();
        assertThat(left.events())
                .extracting(EventFacts::of)
                .containsExactlyElementsOf(events.stream().map(EventFacts::of).toList());
        assertThat(left.events())
                .extracting(ArchiveEvent::id)
                .containsExactlyElementsOf(events.stream().map(ArchiveEvent::id).toList());
        spool.clear();
        assertThat(file()).doesNotExist();
    }

    @Test
    void nobodyReadsInItWhatSomebodyWrote() throws IOException {
        spool().keep(List.of(TestEvents.message("a rare word")));
        String bytes = Files.readString(file(), StandardCharsets.ISO_8859_1);
        assertThat(bytes).doesNotContain("rare", "alice");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void oneThatIsCutOffDoesNotCountAndTheNextStandsBehindTheLast() throws IOException {
        ArchiveEvent first = TestEvents.message("one");
        spool().keep(List.of(first));
        int whole = (int) Files.size(file());
        spool().keep(List.of(TestEvents.message("two")));
        byte[] both = Files.readAllBytes(file());
        for (int length = 0; length < both.length; length++) {
            Files.write(file(), Arrays.copyOf(both, length));
            EventSpool.Left left = spool().left();
            assertThat(left.events()).as("of %d bytes", length).hasSize(length < whole ? 0 : 1);
            assertThat(left.lost()).isZero();
        }
        ArchiveEvent third = TestEvents.message("three");
        spool().keep(List.of(third));
        assertThat(spool().left().events())
                .extracting(ArchiveEvent::id)
                .containsExactly(first.id(), third.id());
    }

    @Test
    void whatCanNotBeOpenedIsCountedAndACopyStays() throws IOException {
        spool().keep(List.of(TestEvents.message("one")));
        assertThat(spool("other-keys").left().lost()).isEqualTo(1);
        spool().keep(List.of(TestEvents.message("two")));
        byte[] bytes = Files.readAllBytes(file());
        bytes[20] ^= 1;
        Files.write(file(), bytes);
        EventSpool.Left left = spool().left();
        assertThat(left.events()).hasSize(1);
        assertThat(left.lost()).isEqualTo(1);
        try (var files = Files.list(directory)) {
            assertThat(files.filter(each -> each.toString().contains(".unread-"))).isNotEmpty();
        }
    }

    @Test
    void whatCanNotBeReadAtAllIsPutAside() throws IOException {
        Files.createDirectory(file()); // whatever the reason
        EventSpool.Left left = spool().left();
        assertThat(left.events()).isEmpty();
        assertThat(left.lost()).isEqualTo(1);
        assertThat(file()).doesNotExist();
        spool().keep(List.of(TestEvents.message("one")));
        assertThat(spool().left().events()).hasSize(1);
    }

    @Test
    void whatHasBeenWrittenDoesNotComeBackAndGoesWhenTheFileGrows() throws IOException {
        ArchiveEvent first = TestEvents.message("one");
        ArchiveEvent second = TestEvents.message("two");
        FileEventSpool spool = spool();
        spool.keep(List.of(first));
        spool.keep(List.of(second));
        spool.written(List.of(first.id()));
        spool.lost(7);
        assertThat(spool().left().events())
                .extracting(ArchiveEvent::id)
                .containsExactly(second.id());
        byte[] large = new byte[Content.LIMIT];
        for (int i = 0; i < 20; i++) {
            ArchiveEvent event = TestEvents.message("");
            ArchiveEvent.Late late =
                    new ArchiveEvent.Late(
                            UUID.randomUUID(),
                            event.at(),
                            event.retention(),
                            "message-received",
                            EventFacts.of(event).facts(),
                            Optional.of(Content.of("text/plain", large)));
            spool.keep(List.of(late));
            spool.written(List.of(late.id()));
        }
        assertThat(Files.size(file())).isLessThan(FileEventSpool.LIMIT / 2 + (2L * Content.LIMIT));
        EventSpool.Left left = spool().left();
        assertThat(left.events()).extracting(ArchiveEvent::id).containsExactly(second.id());
        assertThat(left.lost()).isEqualTo(7);
    }

    @Test
    void howMuchIsLostOutlivesTheEnd() throws IOException {
        spool().keep(List.of(TestEvents.message("one")));
        spool().lost(1);
        spool().lost(2);
        spool().keep(List.of(TestEvents.message("two")));
        EventSpool.Left left = spool().left();
        assertThat(left.lost()).isEqualTo(2);
        assertThat(left.events()).hasSize(2);
    }

    @Test
    void randomBytesGiveNoEventsAndNoFault() throws IOException {
        Random random = new Random(20261127);
        for (int round = 0; round < 200; round++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            if (bytes.length > 2 && random.nextBoolean()) {
                bytes[0] = 0; // a length that may be
                bytes[1] = 0;
            }
            Files.write(file(), bytes);
            assertThat(spool().left().events()).isEmpty();
        }
    }

    @Test
    void whatCanNotBeWrittenIsNotKept() {
        FileEventSpool nowhere =
                new FileEventSpool(
                        directory.resolve("no/such/folder"),
                        KeyRing.open(directory.resolve("keys")).box(KeyName.MESSAGE));
        assertThatThrownBy(() -> nowhere.keep(List.of(TestEvents.message("one"))))
                .isInstanceOf(IOException.class);
    }
}

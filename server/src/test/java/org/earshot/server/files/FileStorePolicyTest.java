package org.earshot.server.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.ArchiveUnavailableException;
import org.junit.jupiter.api.Test;

/// What the store refuses, and what the record says of that and of the rest.
class FileStorePolicyTest extends FileStoreTestBase {
    @Test
    void namesAndSizesThatPolicyRefusesAreRecorded() throws Exception {
        refused(
                403,
                () ->
                        store.begin(
                                alice, new Wanted("x.EXE . ", "", 5, Optional.empty(), List.of())));
        refused(
                413,
                () ->
                        store.begin(
                                alice,
                                new Wanted("x.txt", "", 1_000_001, Optional.empty(), List.of())));
        assertThat(archive.kinds()).containsExactly("file-upload-refused", "file-upload-refused");
        assertThat(archive.events.getFirst().reason())
                .contains("files that end in .exe are not allowed");
    }

    @Test
    void aProgramUnderAnotherNameIsRefusedWhenItIsWhole() throws Exception {
        byte[] program = Arrays.copyOf(new byte[] {0x7F, 'E', 'L', 'F'}, 2 * CHUNK);
        FileStore.Begun begun = begin(alice, program, "sip:bob@example.org");
        refused(403, () -> write(alice, begun, 0, program));
        assertThat(store.find(alice, begun.file().row().id())).isEmpty();
        assertThat(folder()).isEmpty();
        assertThat(archive.kinds()).containsExactly("file-upload-refused");
        assertThat(archive.events.getFirst().reason()).contains("it is a program (ELF)");
        assertThat(archive.events.getFirst().sha256()).contains(sha256(program));
    }

    /// Its sender hears it in the answer.
    @Test
    void whomARefusedFileWasForIsToldOnce() throws Exception {
        FileStore.Begun begun = begin(alice, program(), "sip:bob@example.org");
        refused(403, () -> write(alice, begun, 0, program()));
        List<RefusedFile> told = new ArrayList<>();
        store.tellRefused(_ -> false);
        store.tellRefused(told::add);
        store.tellRefused(told::add);
        assertThat(told)
                .containsExactly(
                        new RefusedFile(
                                begun.file().row().id(),
                                "sip:alice@example.org",
                                "report.pdf",
                                10_000,
                                List.of("sip:bob@example.org"),
                                "it is a program (Windows)"));
    }

    @Test
    void whomAFileWasForThatIsRefusedForItsNameOrSizeIsToldToo() throws Exception {
        List<String> bob = List.of("sip:bob@example.org", "no address", "bob@example.org");
        refused(403, () -> store.begin(alice, new Wanted("a/x.EXE", "", 5, Optional.empty(), bob)));
        refused(
                413,
                () ->
                        store.begin(
                                alice, new Wanted("x.txt", "", 1_000_001, Optional.empty(), bob)));
        refused(
                403,
                () -> store.begin(alice, new Wanted("y.exe", "", 5, Optional.empty(), List.of())));
        store.refusedOffer(
                alice.account(), List.of("sip:bob@example.org"), "z.exe", -1, "not that");
        List<RefusedFile> told = new ArrayList<>();
        store.tellRefused(told::add);
        assertThat(told)
                .extracting(RefusedFile::name, RefusedFile::size, RefusedFile::reason)
                .containsExactly(
                        tuple("x.EXE", 5L, "files that end in .exe are not allowed"),
                        tuple(
                                "x.txt",
                                1_000_001L,
                                "files of more than 1000000 bytes are not allowed"),
                        tuple("z.exe", -1L, "not that"));
        assertThat(told)
                .allSatisfy(
                        file -> assertThat(file.parties()).containsExactly("sip:bob@example.org"))
                .extracting(RefusedFile::id)
                .doesNotHaveDuplicates();
    }

    /// Their names come to others in the server's own words.
    @Test
    void nobodyHasOthersToldOfManyRefusedFiles() throws Exception {
        List<RefusedFile> told = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            FileStore.Begun begun = begin(alice, program(), "sip:bob@example.org");
            refused(403, () -> write(alice, begun, 0, program()));
        }
        FileStore.Begun forNobody = begin(carol, program());
        refused(403, () -> write(carol, forNobody, 0, program()));
        FileStore.Begun another = begin(carol, program(), "sip:bob@example.org");
        refused(403, () -> write(carol, another, 0, program()));
        store.tellRefused(told::add);
        assertThat(told).hasSize(11);
        assertThat(told.getLast().owner()).isEqualTo("sip:carol@example.org");
        clock.advance(Duration.ofMinutes(1));
        FileStore.Begun later = begin(alice, program(), "sip:bob@example.org");
        refused(403, () -> write(alice, later, 0, program()));
        store.tellRefused(told::add);
        assertThat(told).hasSize(12);
    }

    /// The answer may have been lost with its connection.
    @Test
    void whyAFileWasRefusedIsSaidToItsSenderAgain() throws Exception {
        byte[] program = program();
        FileStore.Begun begun = begin(alice, program, "sip:bob@example.org");
        FileId id = begun.file().row().id();
        store.requireNotRefused(alice, id);
        refused(403, () -> write(alice, begun, 0, program));
        assertThatThrownBy(() -> store.requireNotRefused(alice, id))
                .hasMessage("it is a program (Windows)");
        store.requireNotRefused(bob, id); // says nothing to others
    }

    @Test
    void aScannerThatIsAwayLetsNothingInAndTheUploadGoesOnLater() throws Exception {
        boolean[] away = {true};
        store =
                store(
                        List.of((_, _) -> {
                            if (away[0]) {
                                throw new IOException("no scanner");
                            }
                            return Optional.empty();
                        }));
        byte[] content = content(CHUNK + 9);
        FileStore.Begun begun = begin(alice, content);
        assertThatThrownBy(() -> write(alice, begun, 0, content)).hasMessage("no scanner");
        away[0] = false;
        byte[] tail = Arrays.copyOfRange(content, CHUNK, content.length);
        assertThat(write(alice, begun, CHUNK, tail).file().row().whole()).isTrue();
    }

    @Test
    void whatCantBeRecordedIsNotGivenOut() throws Exception {
        byte[] content = content(CHUNK);
        FileStore.Begun begun = begin(alice, content, "sip:bob@example.org");
        archive.away = true;
        assertThatThrownBy(() -> write(alice, begun, 0, content))
                .isInstanceOf(ArchiveUnavailableException.class);
        assertThat(store.find(bob, begun.file().row().id())).isEmpty();
        archive.away = false;
        assertThat(write(alice, begun, CHUNK, new byte[0]).file().row().whole()).isTrue();
        assertThat(store.find(bob, begun.file().row().id())).isPresent();
    }

    @Test
    void theRecordSaysWhatWhoseAndForWhom() throws Exception {
        byte[] content = content(20);
        FileId id = put(alice, content, "sip:bob@example.org");
        fetch(bob, id);
        fetch(bob, id);
        clock.advance(Duration.ofHours(2));
        fetch(bob, id);
        assertThat(archive.kinds()).containsExactly("file-stored", "file-fetched", "file-fetched");
        ArchiveEvent.FileKept stored = archive.events.getFirst();
        assertThat(stored.from().orElseThrow().address()).isEqualTo("sip:alice@example.org");
        assertThat(stored.parties()).containsExactly("sip:bob@example.org");
        assertThat(stored.name()).isEqualTo("report.pdf");
        assertThat(stored.size()).isEqualTo(20);
        assertThat(stored.sha256()).contains(sha256(content));
        ArchiveEvent.FileKept fetched = archive.events.getLast();
        assertThat(fetched.from().orElseThrow().address()).isEqualTo("sip:bob@example.org");
        assertThat(fetched.parties()).containsExactly("sip:alice@example.org");
    }
}

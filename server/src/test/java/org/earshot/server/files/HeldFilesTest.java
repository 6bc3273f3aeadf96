package org.earshot.server.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.earshot.proxy.archive.ArchiveUnavailableException;
import org.junit.jupiter.api.Test;

/// Files that are held back until an administrator decides.
class HeldFilesTest extends FileStoreTestBase {
    private FileStore.Begun heldBack(byte[] program) throws Exception {
        holding = new QuarantineLimits(Duration.ofDays(7), 40_000);
        store = store(List.of(new ProgramInspector()));
        FileStore.Begun begun = begin(alice, program, "sip:bob@example.org");
        assertThatThrownBy(() -> write(alice, begun, 0, program))
                .isInstanceOfSatisfying(
                        FileRefusedException.class,
                        refusal -> {
                            assertThat(refusal.status()).isEqualTo(403);
                            assertThat(refusal)
                                    .hasMessage(
                                            "it is a program (Windows); it is held back, and your administrator can release it");
                        });
        return begun;
    }

    @Test
    void whatIsHeldBackNobodyFetchesUntilItIsReleased() throws Exception {
        FileStore.Begun begun = heldBack(program());
        FileId id = begun.file().row().id();
        assertThat(store.find(alice, id)).isEmpty();
        assertThat(store.find(bob, id)).isEmpty();
        assertThatThrownBy(() -> store.requireNotRefused(alice, id))
                .hasMessageContaining("held back");
        store.requireNotRefused(bob, id); // says nothing to others
        assertThatThrownBy(() -> store.erase(alice, id)).isInstanceOf(FileRefusedException.class);
        assertThat(new String(Files.readAllBytes(folder().getFirst()), ISO_8859_1))
                .doesNotContain("MZ\u0090");
        assertThat(archive.kinds()).containsExactly("file-held");
        assertThat(store.usage().files()).isZero();
        store.discard(begun.file()); // as after an upload of RCS
        clock.advance(Duration.ofHours(2));
        store.clean();

        Quarantine quarantine = quarantine(LIMITS);
        assertThat(quarantine.usage()).isEqualTo(new HeldTable.Usage(1, 10_000));
        Path copy = temporary.resolve("copy");
        assertThat(quarantine.write(id.text(), copy)).contains(10_000L);
        assertThat(copy).hasBinaryContent(program());
        archive.away = true;
        assertThatThrownBy(() -> quarantine.release(id.text()))
                .isInstanceOf(ArchiveUnavailableException.class);
        assertThat(store.find(bob, id)).isEmpty();
        archive.away = false;
        assertThat(quarantine.release(id.text())).isTrue();
        assertThat(quarantine.release(id.text())).isFalse();
        assertThat(fetch(bob, id)).isEqualTo(program());
        assertThat(archive.kinds()).containsExactly("file-held", "file-released", "file-fetched");
        store.clean();
        assertThat(fetch(bob, id)).isEqualTo(program());
    }

    /// As where the process ends between the two.
    @Test
    void nothingIsHeldThatIsNotInTheRecord() throws Exception {
        holding = new QuarantineLimits(Duration.ofDays(7), 40_000);
        store = store(List.of(new ProgramInspector()));
        FileStore.Begun begun = begin(alice, program(), "sip:bob@example.org");
        archive.away = true;
        assertThatThrownBy(() -> write(alice, begun, 0, program()))
                .isInstanceOf(ArchiveUnavailableException.class);
        assertThat(quarantine(LIMITS).usage().files()).isZero();
        archive.away = false;
        FileId id = begun.file().row().id();
        long offset = store.offset(store.find(alice, id).orElseThrow());
        byte[] rest = Arrays.copyOfRange(program(), (int) offset, 10_000);
        refused(403, () -> write(alice, begun, offset, rest));
        assertThat(quarantine(LIMITS).usage().files()).isOne();
        assertThat(archive.kinds()).containsExactly("file-held");
    }

    @Test
    void peopleAreToldOfBothUntilTheyWereTold() throws Exception {
        FileStore.Begun begun = heldBack(program());
        Quarantine quarantine = quarantine(LIMITS);
        List<String> told = new ArrayList<>();
        store.tellRefused(refused -> told.add("as gone"));
        quarantine.tell(_ -> false);
        quarantine.tell(news -> told.add(news.released() + news.path()));
        quarantine.tell(news -> told.add("again"));
        quarantine.release(begun.file().row().id().text());
        quarantine.tell(_ -> false);
        quarantine.tell(news -> told.add(news.released() + news.path()));
        quarantine.tell(news -> told.add("again"));
        String path = "/files/" + begun.token().text();
        assertThat(told).containsExactly("false" + path, "true" + path);
        assertThat(held.find(begun.file().row().id())).isEmpty(); // and the URL with it
    }

    @Test
    void whatIsHeldBackGoesWhenItsTimeIsOver() throws Exception {
        FileStore.Begun begun = heldBack(program());
        clock.advance(Duration.ofDays(7));
        store.clean();
        assertThat(quarantine(LIMITS).release(begun.file().row().id().text())).isFalse();
        assertThat(folder()).isEmpty();
        assertThat(archive.kinds()).containsExactly("file-held", "file-expired");
    }

    @Test
    void anAdministratorErasesWhatIsHeldBack() throws Exception {
        String id = heldBack(program()).file().row().id().text();
        assertThat(quarantine(LIMITS).delete(id)).isTrue();
        assertThat(quarantine(LIMITS).delete(id)).isFalse();
        assertThat(folder()).isEmpty();
        assertThat(archive.kinds()).containsExactly("file-held", "file-erased");
    }

    @Test
    void whatNobodyHasRoomToHoldIsRefusedAsElse() throws Exception {
        heldBack(program());
        FileStore.Begun second = begin(alice, program());
        assertThatThrownBy(() -> write(alice, second, 0, program()))
                .hasMessage("it is a program (Windows)");
        assertThat(archive.kinds()).containsExactly("file-held", "file-upload-refused");
        assertThat(folder()).hasSize(1);
    }
}

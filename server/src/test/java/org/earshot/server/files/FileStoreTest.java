package org.earshot.server.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.proxy.message.group.Group;
import org.junit.jupiter.api.Test;

/// What the store takes and gives, and to whom, without a network.
class FileStoreTest extends FileStoreTestBase {
    @Test
    void aFileIsForItsRecipientsAndItsSenderAlone() throws Exception {
        byte[] content = content(3 * CHUNK + 5);
        FileId id = put(alice, content, "sip:bob@example.org");
        assertThat(fetch(bob, id)).isEqualTo(content);
        assertThat(fetch(alice, id)).isEqualTo(content);
        assertThat(store.find(carol, id)).isEmpty();
    }

    @Test
    void aFileForAGroupIsForWhoeverIsInItNow() throws Exception {
        AddressOfRecord team = new AddressOfRecord("team", DOMAIN);
        groups.create(
                new Group(
                        team,
                        "Team",
                        false,
                        false,
                        0,
                        clock.instant(),
                        List.of(new Group.Member(bob.account().address(), true))));
        FileId id = put(alice, content(5), "sip:team@example.org");
        assertThat(store.find(bob, id)).isPresent();
        assertThat(store.find(carol, id)).isEmpty();
        groups.remove(team, bob.account().address());
        assertThat(store.find(bob, id)).isEmpty();
    }

    @Test
    void beforeItIsWholeNobodyButItsSenderKnowsOfIt() throws Exception {
        byte[] content = content(2 * CHUNK);
        FileStore.Begun begun = begin(alice, content, "sip:bob@example.org");
        write(alice, begun, 0, Arrays.copyOf(content, CHUNK + 3));
        FileId id = begun.file().row().id();
        assertThat(store.find(bob, id)).isEmpty();
        assertThat(store.offset(store.find(alice, id).orElseThrow())).isEqualTo(CHUNK);
        refused(404, () -> write(bob, begun, CHUNK, content));
        assertThat(archive.kinds()).isEmpty();
    }

    @Test
    void anUploadThatBrokeOffGoesOnInAnotherStart() throws Exception {
        byte[] content = content(4 * CHUNK + 100);
        FileStore.Begun begun = begin(alice, content, "sip:bob@example.org");
        FileId id = begun.file().row().id();
        InputStream breaking =
                new ByteArrayInputStream(content, 0, 2 * CHUNK + 10) {
                    @Override
                    public int readNBytes(byte[] to, int offset, int length) {
                        int count = super.readNBytes(to, offset, length);
                        if (count < length) {
                            throw new java.io.UncheckedIOException(new IOException("broke off"));
                        }
                        return count;
                    }
                };
        assertThatThrownBy(() -> store.write(alice, begun.token(), 0, breaking, true))
                .hasMessageContaining("broke off");

        // as after kill -9: nothing is remembered but what lies in folder and table
        vault = new FileVault(temporary.resolve("files"));
        store = store(List.of());
        long offset = store.offset(store.find(alice, id).orElseThrow());
        assertThat(offset).isEqualTo(2 * CHUNK);
        refused(409, () -> write(alice, begun, offset + 1, content));
        byte[] rest = Arrays.copyOfRange(content, (int) offset, content.length);
        assertThat(write(alice, begun, offset, rest).file().row().whole()).isTrue();
        assertThat(fetch(bob, id)).isEqualTo(content);
    }

    /// Which it sees by what it finds there once it has some of the rest.
    @Test
    void theRestIsAskedForBeforeWhatIsThereIsReadAgain() throws Exception {
        byte[] content = content(3 * CHUNK);
        FileStore.Begun begun = begin(alice, content);
        write(alice, begun, 0, Arrays.copyOf(content, 2 * CHUNK));
        store = store(List.of()); // which remembers nothing of it
        InputStream rest =
                new ByteArrayInputStream(content, 2 * CHUNK, CHUNK) {
                    @Override
                    public int readNBytes(byte[] to, int offset, int length) {
                        try {
                            Files.write(folder().getFirst(), new byte[2 * Chunks.SEALED]);
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                        return super.readNBytes(to, offset, length);
                    }
                };
        assertThatThrownBy(() -> store.write(alice, begun.token(), 2 * CHUNK, rest, true))
                .hasMessageContaining("goes on at 0");
    }

    @Test
    void aFileComesInManyParts() throws Exception {
        byte[] content = content(5 * CHUNK + 17);
        FileStore.Begun begun = begin(alice, content);
        long at = 0;
        Random random = new Random(3);
        while (at < content.length) {
            int end = (int) Math.min(content.length, at + CHUNK + random.nextInt(2 * CHUNK));
            at = write(alice, begun, at, Arrays.copyOfRange(content, (int) at, end)).offset();
        }
        assertThat(fetch(alice, begun.file().row().id())).isEqualTo(content);
    }

    @Test
    void otherContentThanWasAnnouncedIsThrownAway() throws Exception {
        byte[] content = content(CHUNK + 1);
        FileStore.Begun begun = begin(alice, content);
        byte[] other = content.clone();
        other[CHUNK] ^= 1;
        refused(422, () -> write(alice, begun, 0, other));
        assertThat(store.offset(store.find(alice, begun.file().row().id()).orElseThrow())).isZero();
        assertThat(write(alice, begun, 0, content).file().row().whole()).isTrue();
    }

    @Test
    void moreThanWasAnnouncedIsRefused() throws Exception {
        byte[] content = content(CHUNK);
        FileStore.Begun begun = begin(alice, content);
        refused(413, () -> write(alice, begun, 0, Arrays.copyOf(content, CHUNK + 1)));
        FileStore.Begun small = begin(alice, content(10));
        refused(413, () -> write(alice, small, 0, content(11)));
    }

    @Test
    void anEmptyFileIsAFile() throws Exception {
        byte[] nothing = {};
        FileId id = put(alice, nothing, "sip:bob@example.org");
        assertThat(fetch(bob, id)).isEmpty();
    }

    @Test
    void whatIsWholeIsNotWrittenAgain() throws Exception {
        byte[] content = content(10);
        FileStore.Begun begun = begin(alice, content);
        write(alice, begun, 0, content);
        refused(409, () -> write(alice, begun, 0, content));
        assertThat(archive.kinds()).containsExactly("file-stored");
    }

    @Test
    void aTextThatNamesAFileIsItsTicketForWhomeverItIsFor() throws Exception {
        FileStore.Begun begun = begin(alice, content(5));
        write(alice, begun, 0, content(5));
        FileId id = begun.file().row().id();
        NamedFiles named = new NamedFiles(store);
        byte[] text = ("https://example.org/files/" + begun.token().text()).getBytes(UTF_8);

        named.passing("sip:carol@example.org", "sip:bob@example.org", text);
        assertThat(store.find(bob, id)).as("carol may not have it herself").isEmpty();
        named.passing("sip:alice@example.org", "sip:bob@example.org", text);
        assertThat(store.find(bob, id)).isPresent();
        named.passing("sip:alice@example.org", "sip:bob@example.org", text);
        named.passing("sip:bob@example.org", "sip:carol@example.org", text);
        assertThat(store.find(carol, id)).as("bob has passed it on").isPresent();
        assertThat(archive.kinds())
                .containsExactly("file-stored", "file-addressed", "file-addressed");
        assertThat(archive.events.get(1).parties()).containsExactly("sip:bob@example.org");
        assertThat(archive.events.get(1).reason())
                .contains("named in a text of sip:alice@example.org");
        named.passing("sip:mallory@example.net", "sip:carol@example.org", text);
        named.passing("nonsense", "sip:carol@example.org", text);
        assertThat(archive.kinds()).hasSize(3);
    }
}

package org.earshot.softphone.account;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.earshot.softphone.ua.AccountService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureCacheTest {
    @TempDir private Path temp;
    private PictureCache cache;

    @BeforeEach
    void open() {
        cache = new PictureCache(temp.resolve("pictures"), 3);
    }

    private static PictureCache.Kept kept(String etag, String content) {
        return new PictureCache.Kept(
                etag, new AccountService.Picture("image/png", content.getBytes(UTF_8)));
    }

    private static String content(Optional<PictureCache.Kept> found) {
        return found.map(kept -> kept.etag() + " " + new String(kept.picture().content(), UTF_8))
                .orElse("");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(temp.resolve("pictures"))) {
            return files.toList();
        }
    }

    @Test
    void whatWasKeptIsFoundUntilItIsReplacedOrForgotten() {
        assertThat(cache.find("a@example.org")).isEmpty();
        cache.keep("a@example.org", kept("e1", "first\nline"));
        assertThat(content(cache.find("a@example.org"))).isEqualTo("e1 first\nline");
        cache.keep("a@example.org", kept("e2", ""));
        assertThat(content(cache.find("a@example.org"))).isEqualTo("e2 ");
        assertThat(cache.find("b@example.org")).isEmpty();
        cache.forget("a@example.org");
        cache.forget("a@example.org");
        assertThat(cache.find("a@example.org")).isEmpty();
    }

    @Test
    void whateverAServerCallsAPictureNoFileLiesElsewhere() throws IOException {
        cache.keep("../../a@example.org", kept("e1", "x"));
        cache.keep("a@example.org", kept("e\n1", "x"));
        cache.keep("a@example.org", kept("", "x"));
        cache.keep("a@example.org", kept("e".repeat(65), "x"));
        assertThat(files()).hasSize(1);
        assertThat(content(cache.find("../../a@example.org"))).isEqualTo("e1 x");
        assertThat(cache.find("a@example.org")).isEmpty();
    }

    @Test
    void soManyAreKeptAndNoMore() throws IOException {
        for (int i = 0; i < 10; i++) {
            cache.keep(i + "@example.org", kept("e" + i, "x"));
        }
        assertThat(files()).hasSize(3);
    }

    @Test
    void whatIsDamagedIsFetchedAgain() throws IOException {
        cache.keep("a@example.org", kept("e1", "content"));
        Path file = files().getFirst();
        byte[] whole = Files.readAllBytes(file);
        int head = "earshot-picture e1 image/png\n".length();
        for (int length = 0; length < head; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(cache.find("a@example.org")).isEmpty();
        }
        Random random = new Random(5);
        for (int i = 0; i < 300; i++) {
            byte[] noise = new byte[random.nextInt(400)];
            random.nextBytes(noise);
            assertThat(PictureCache.parse(noise)).isEmpty();
        }
    }

    @Test
    void aFolderThatCantBeMadeCostsNothingButTheCache() throws IOException {
        Files.writeString(temp.resolve("pictures"), "a file is in the way");
        cache.keep("a@example.org", kept("e1", "x"));
        assertThat(cache.find("a@example.org")).isEmpty();
        cache.forget("a@example.org");
    }
}

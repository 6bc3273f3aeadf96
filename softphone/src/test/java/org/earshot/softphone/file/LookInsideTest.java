package org.earshot.softphone.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.earshot.common.file.ContentRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LookInsideTest {
    private static final byte[] PROGRAM = {'M', 'Z', 0, 0};

    @TempDir Path folder;

    private Path zip(String name, byte[] content) throws IOException {
        Path file = folder.resolve("a.zip");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
        }
        return file;
    }

    private static Optional<String> objection(Path file, ContentRules rules) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return LookInside.objection("a.zip", channel, Files.size(file), rules);
        }
    }

    @Test
    void programsInArchivesPassWhereProgramsDo() throws IOException {
        ContentRules open = new ContentRules(Set.of("iso"), true, true);
        ContentRules byName = new ContentRules(Set.of("iso"), false, true);
        Path named = zip("setup.exe", "text".getBytes(UTF_8));
        assertThat(objection(named, ContentRules.USUAL).orElse("")).contains(".exe");
        assertThat(objection(named, byName)).isEmpty();
        Path hidden = zip("letter.txt", PROGRAM);
        assertThat(objection(hidden, ContentRules.USUAL).orElse("")).contains("a program");
        assertThat(objection(hidden, byName).orElse("")).contains("a program");
        assertThat(objection(hidden, open)).isEmpty();
        Path image = zip("disc.iso", PROGRAM);
        assertThat(objection(image, open).orElse("")).contains(".iso");
    }

    @Test
    void trapsAreNoneWhereNobodyLooks() throws IOException {
        Path trap = zip("zeros", new byte[101_000_000]);
        assertThat(objection(trap, new ContentRules(Set.of(), true, true)).orElse(""))
                .contains("200 times");
        assertThat(objection(trap, ContentRules.ANY)).isEmpty();
        Path hidden = zip("setup.exe", PROGRAM);
        assertThat(objection(hidden, new ContentRules(Set.of("exe"), false, false))).isEmpty();
    }
}

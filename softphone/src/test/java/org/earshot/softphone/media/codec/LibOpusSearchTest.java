package org.earshot.softphone.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.earshot.common.OtherPrograms;
import org.earshot.softphone.media.Speech;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibOpusSearchTest {
    private static final String NONE = "libnosuchopus.so.0";

    @TempDir Path folder;

    /// The file with the system's library. Where it is missing the test is skipped, unless it has to be there.
    private static Path ofSystem() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path lib : List.of(Path.of("/usr/lib"), Path.of("/usr/lib64"))) {
            if (Files.isDirectory(lib)) {
                find(lib, files);
                try (DirectoryStream<Path> inner = Files.newDirectoryStream(lib, "*-linux-gnu*")) {
                    for (Path each : inner) {
                        find(each, files);
                    }
                }
            }
        }
        if (files.isEmpty() && OtherPrograms.demanded()) {
            throw new AssertionError("libopus is to be here (Debian package libopus0)");
        }
        Assumptions.assumeFalse(
                files.isEmpty(), "SKIPPED: there is no libopus here; bin/test installs it");
        return files.getFirst();
    }

    private static void find(Path lib, List<Path> files) {
        Path file = lib.resolve("libopus.so.0");
        if (Files.exists(file)) {
            files.add(file);
        }
    }

    /// The codec is really libopus' and works: no test may take Concentus twice for both of them.
    private static void speaksByLibOpus(Codecs codecs) {
        assertThat(codecs.opus()).isInstanceOf(LibOpusCodec.class);
        short[] speech = Speech.alice(200);
        byte[] payload = new byte[Codec.MAX_PAYLOAD];
        short[] heard = new short[Codec.MAX_SAMPLES];
        try (Encoder encoder = codecs.opus().newEncoder();
                Decoder decoder = codecs.opus().newDecoder()) {
            int length = encoder.encode(speech, 0, 960, payload, 0);
            assertThat(length).isPositive();
            assertThat(decoder.decode(payload, 0, length, heard, 0)).isEqualTo(960);
        }
    }

    @Test
    void theSystemsLibraryIsFoundAndUsedWhereTheMachineHasOne() throws IOException {
        ofSystem();

        Codecs codecs = Codecs.detect();

        speaksByLibOpus(codecs);
        assertThat(codecs.opusBy()).matches("libopus \\d+\\.\\d+.* \\(libopus\\.so\\.0\\)");
    }

    @Test
    void theLibraryOfThePackageComesFirst() throws IOException {
        Path packaged = Files.copy(ofSystem(), folder.resolve("ours.so"));

        Codecs codecs = Codecs.detect(Optional.of(packaged), LibOpus.NAMES);

        speaksByLibOpus(codecs);
        assertThat(codecs.opusBy()).startsWith("libopus ").endsWith("(" + packaged + ")");
    }

    @Test
    void whereThePackagesOneIsGoneTheSystemsIsUsed() throws IOException {
        ofSystem();

        Codecs codecs = Codecs.detect(Optional.of(folder.resolve("gone.so")), LibOpus.NAMES);

        speaksByLibOpus(codecs);
        assertThat(codecs.opusBy()).endsWith("(libopus.so.0)");
    }

    @Test
    void withoutAnyItIsConcentusAndItSaysWhatWasLookedFor() {
        Codecs codecs = Codecs.detect(Optional.of(folder.resolve("gone.so")), List.of(NONE));

        assertThat(codecs.opus()).isInstanceOf(ConcentusCodec.class);
        assertThat(codecs.opusBy())
                .startsWith("Concentus in place of libopus: ")
                .contains("gone.so", NONE);
    }

    @Test
    void aLibraryWithoutTheFunctionsIsNone() {
        Codecs codecs = Codecs.detect(Optional.empty(), List.of("libm.so.6", NONE));

        assertThat(codecs.opus()).isInstanceOf(ConcentusCodec.class);
    }
}

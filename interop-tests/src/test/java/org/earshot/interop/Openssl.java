package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The program `openssl`, for certificates of other people's phones and servers.
final class Openssl {
    private Openssl() {}

    /// Runs it to its end; what it says is in `openssl.log` of the folder.
    ///
    /// @param folder    where it runs
    /// @param arguments with one space between them
    /// @throws AssertionError if it fails
    static void run(Path folder, String arguments) throws IOException, InterruptedException {
        Path log = folder.resolve("openssl.log");
        Process process =
                new ProcessBuilder(("env openssl " + arguments).split(" "))
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        assertThat(process.waitFor()).as(arguments + ": " + Files.readString(log)).isZero();
    }
}

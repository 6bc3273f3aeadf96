package org.earshot.softphone.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.earshot.softphone.app.demo.Demo;
import org.earshot.softphone.app.demo.DemoFailedException;
import org.earshot.softphone.media.audio.WavReader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `earshot demo`. Status 0: every part worked; 1: one did not, and which is said on standard error.
@Command(
        name = "earshot demo",
        description = {
            "A server and two phones on this machine: they register over TLS, write to each other, and talk for 8 seconds over SRTP.",
            "Prints what was measured. Opens the two windows where there is a display."
        },
        mixinStandardHelpOptions = true)
public final class DemoMain implements Callable<Integer> {
    private final PrintStream out;
    private final PrintStream err;

    @Option(names = "--headless", description = "No windows, also where there is a display.")
    private boolean headless;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Also writes what was measured there, as JSON.")
    private Optional<Path> report;

    private DemoMain(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /// The program.
    public static void main(String[] args) {
        PrintStream out =
                new PrintStream(
                        new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintStream err =
                new PrintStream(
                        new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        System.exit(new CommandLine(new DemoMain(out, err)).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        Path home = Path.of(System.getProperty("earshot.home", ".")).toAbsolutePath();
        Path base = Files.createDirectories(home.resolve("target"));
        Path folder = Files.createTempDirectory(base, "demo-"); // mode 0700
        try {
            String measured =
                    new Demo(home, folder, windows(System.getenv()), out, DemoMain::wav)
                            .run(report);
            out.print(measured);
            report.ifPresent(file -> out.println("  report         " + file));
            return 0;
        } catch (DemoFailedException e) {
            err.println("earshot demo: " + e.getMessage());
            return 1;
        }
    }

    private boolean windows(Map<String, String> environment) {
        boolean display =
                !environment.getOrDefault("DISPLAY", "").isEmpty()
                        || !environment.getOrDefault("WAYLAND_DISPLAY", "").isEmpty();
        if (headless || !display) {
            return false;
        }
        Optional<String> problem = Display.problem();
        problem.ifPresent(why -> out.println("demo: " + why + "; going on without windows"));
        return problem.isEmpty();
    }

    private static short[] wav(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return WavReader.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": " + e.getMessage(), e);
        }
    }
}

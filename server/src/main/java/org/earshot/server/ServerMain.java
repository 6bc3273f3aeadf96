package org.earshot.server;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.earshot.server.admin.AdminMain;
import org.earshot.server.config.ConfigFiles;
import org.earshot.server.config.ConfigSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `earshot server`, `registrar`, `proxy` and `admin`.
@Command(
        name = "earshot",
        description = "Voice and chat for organisations, on SIP.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class ServerMain {
    private static final int FAILED = 1;

    private final PrintStream out;

    ServerMain(PrintStream out) {
        this.out = out;
    }

    /// Ends the process with 0 when it worked.
    public static void main(String[] arguments) {
        PrintStream out = standardOutput();
        if (arguments.length > 0 && arguments[0].equals("admin")) {
            List<String> rest = List.of(arguments).subList(1, arguments.length);
            System.exit(admin(rest, System.in, out, System.err));
        }
        ServerMain main = new ServerMain(out);
        int status =
                new CommandLine(main)
                        .addSubcommand("server", main.new Serve(Role.BOTH))
                        .addSubcommand("registrar", main.new Serve(Role.REGISTRAR))
                        .addSubcommand("proxy", main.new Serve(Role.PROXY))
                        .setExecutionExceptionHandler((exception, line, _) -> {
                            line.getErr().println("earshot: " + StartFailure.words(exception));
                            return FAILED;
                        })
                        .execute(arguments);
        System.exit(status);
    }

    /// Carries out `earshot admin` by the running server, or on the store itself where none runs.
    ///
    /// @param arguments what stands behind `admin`
    /// @return the exit status
    public static int admin(
            List<String> arguments, InputStream in, PrintStream out, PrintStream err) {
        return AdminMain.run(
                arguments,
                (file, data, sets) -> ConfigFiles.read(file, data, sets, System.getenv()),
                (config, request) -> OfflineStores.run(config, request, InstantSource.system()),
                in,
                out,
                err);
    }

    private static PrintStream standardOutput() {
        return new PrintStream(
                new java.io.FileOutputStream(java.io.FileDescriptor.out),
                true,
                StandardCharsets.UTF_8);
    }

    /// Which requests a process serves.
    enum Role {
        BOTH,
        REGISTRAR,
        PROXY
    }

    /// Serves until the process is told to end.
    @Command(mixinStandardHelpOptions = true, description = "Serves SIP until it is told to end.")
    private final class Serve implements Callable<Integer> {
        private final Role role;

        @Option(
                names = "--config",
                paramLabel = "FILE",
                description = "A file such as config/earshot.yaml.")
        private Optional<Path> file;

        @Option(names = "--data", paramLabel = "DIR", description = "Where everything is kept.")
        private Optional<Path> data;

        @Option(
                names = "--set",
                paramLabel = "KEY=VALUE",
                description = "Any key of the configuration, such as listen.udp=127.0.0.1:15060.")
        private List<String> sets = new ArrayList<>();

        Serve(Role role) {
            this.role = role;
        }

        @Override
        public Integer call() throws Exception {
            ConfigSource source = new ConfigSource(file, data, sets, System.getenv());
            Server server = Server.start(source, role, InstantSource.system());
            CountDownLatch stopped = new CountDownLatch(1);
            // the process ends when its shutdown hooks have ended, and waits for nobody else: so
            // this one stops the
            // server itself
            Runtime.getRuntime()
                    .addShutdownHook(
                            new Thread(
                                    () -> {
                                        server.close();
                                        stopped.countDown();
                                    },
                                    "shutdown"));
            out.println(server.ready());
            stopped.await();
            return 0;
        }
    }
}

package org.earshot.server;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.earshot.server.admin.AdminMain;
import org.earshot.server.config.ConfigFiles;
import org.earshot.server.config.ServerConfig;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `earshot server`, `registrar`, `proxy` and `admin`.
@Command(
        name = "earshot",
        description = "Voice and chat for organisations, on SIP.",
        mixinStandardHelpOptions = true)
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
            System.exit(
                    AdminMain.run(
                            rest,
                            (file, data, sets) ->
                                    ConfigFiles.read(file, data, sets, System.getenv()),
                            OfflineStores::run,
                            System.in,
                            out,
                            System.err));
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
            ServerConfig config = ConfigFiles.read(file, data, sets, System.getenv());
            CountDownLatch ended = new CountDownLatch(1);
            Thread main = Thread.currentThread();
            try (Server server = Server.start(config, role, Clock.systemUTC())) {
                Runtime.getRuntime()
                        .addShutdownHook(
                                new Thread(
                                        () -> {
                                            ended.countDown();
                                            join(main);
                                        },
                                        "shutdown"));
                out.println(server.ready());
                ended.await();
            }
            return 0;
        }

        /// The process ends when the shutdown hooks have: so that one waits for the server's orderly end.
        private static void join(Thread thread) {
            try {
                thread.join(java.time.Duration.ofSeconds(10));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

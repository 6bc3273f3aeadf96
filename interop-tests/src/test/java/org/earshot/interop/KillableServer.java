package org.earshot.interop;

import java.nio.file.Path;
import java.util.stream.Stream;

/// A node that is killed, and started again on its ports and its data. One thread kills and starts it; others may ask for the one that runs.
final class KillableServer {
    private final Lab lab;
    private final Path data;
    private final String[] settings;
    private volatile EarshotServer running;

    private KillableServer(Lab lab, Path data, EarshotServer first, String[] settings) {
        this.lab = lab;
        this.data = data;
        this.running = first;
        this.settings = settings;
    }

    /// Starts a node.
    ///
    /// @param name of its data folder
    static KillableServer start(Lab lab, String name, String... settings) {
        Path data = lab.privateFolder(name);
        EarshotServer first = EarshotServer.start(lab, data, settings);
        return new KillableServer(
                lab,
                data,
                first,
                Stream.of(settings, first.samePorts()).flatMap(Stream::of).toArray(String[]::new));
    }

    /// The last one that was started; its addresses are those of all.
    EarshotServer server() {
        return running;
    }

    /// Ends it at once, as a power cut would.
    void kill() {
        running.kill();
    }

    /// Starts it again, and waits until it serves.
    void startAgain() {
        running = EarshotServer.start(lab, data, settings);
    }
}

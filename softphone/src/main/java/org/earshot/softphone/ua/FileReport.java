package org.earshot.softphone.ua;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.earshot.softphone.ua.UserAgentEvent.FilePhase;

/// What the user hears of one file. Confined to the user-agent thread.
final class FileReport {
    private final Id id;
    private final String peer;
    private final boolean incoming;
    private final InstantSource clock;
    private final Consumer<UserAgentEvent> tell;
    private final TransferRate rate = new TransferRate();
    private String name = "";
    private long size;
    private String sha256 = "";
    private long bytes;
    private Optional<FileWay> way = Optional.empty();
    private boolean over;

    FileReport(
            Id id,
            String peer,
            boolean incoming,
            InstantSource clock,
            Consumer<UserAgentEvent> tell) {
        this.id = id;
        this.peer = peer;
        this.incoming = incoming;
        this.clock = clock;
        this.tell = tell;
    }

    Id id() {
        return id;
    }

    String peer() {
        return peer;
    }

    boolean isOver() {
        return over;
    }

    /// Which file it is. Of its name nothing is left that could turn a line around.
    ///
    /// @param hash SHA-256, "" where it is not known
    void about(String itsName, long itsSize, String hash) {
        name = itsName.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]", "_");
        size = itsSize;
        sha256 = hash;
    }

    /// Which way it goes from now on.
    void by(FileWay itsWay) {
        way = Optional.of(itsWay);
        rate.clear();
    }

    void offered(String note) {
        say(FilePhase.OFFERED, note, Optional.empty());
    }

    void progress(long now) {
        bytes = now;
        rate.at(clock.instant(), now);
        say(FilePhase.PROGRESS, "", Optional.empty());
    }

    /// It stands still, and goes on by itself.
    void waiting(String why) {
        rate.clear();
        say(FilePhase.PROGRESS, why, Optional.empty());
    }

    /// It rests until one of the two users goes on with it.
    ///
    /// @param why "" where our user wanted that
    void paused(String why) {
        rate.clear();
        say(FilePhase.PAUSED, why, Optional.empty());
    }

    void complete(Optional<Path> file, String hash) {
        bytes = size;
        sha256 = hash;
        end(FilePhase.COMPLETE, "", file);
    }

    void end(FilePhase phase, String why) {
        end(phase, why, Optional.empty());
    }

    private void end(FilePhase phase, String why, Optional<Path> file) {
        if (!over) {
            over = true;
            say(phase, why, file);
        }
    }

    private void say(FilePhase phase, String why, Optional<Path> file) {
        boolean moving = phase == FilePhase.PROGRESS && why.isEmpty();
        tell.accept(
                new UserAgentEvent.FileChanged(
                        id,
                        peer,
                        incoming,
                        name,
                        size,
                        phase,
                        bytes,
                        sha256,
                        why,
                        moving ? rate.bytesPerSecond() : OptionalLong.empty(),
                        moving ? rate.secondsLeft(size) : OptionalLong.empty(),
                        file,
                        way));
    }
}

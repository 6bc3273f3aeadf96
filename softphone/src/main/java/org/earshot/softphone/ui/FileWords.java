package org.earshot.softphone.ui;

import java.util.Optional;
import org.earshot.softphone.ua.FileSize;
import org.earshot.softphone.ua.FileWay;
import org.earshot.softphone.ua.UserAgentEvent.FileChanged;

/// What is said of a file.
final class FileWords {
    private FileWords() {}

    /// Where a file stands that is not over.
    static String now(FileChanged file) {
        String what = name(file) + " (" + size(file.size()) + ")";
        String who = Names.of(file.peer());
        String why = file.reason().isEmpty() ? "" : " – " + file.reason();
        return switch (file.state()) {
            case OFFERED ->
                    (file.incoming()
                                    ? who + " sends you " + what + kept(file)
                                    : what + " is offered to " + who)
                            + why;
            case PROGRESS ->
                    (file.incoming() ? "From " : "To ")
                            + who
                            + ": "
                            + what
                            + file.way().map(way -> ", " + words(way, file)).orElse("")
                            + ", "
                            + percent(file)
                            + " %"
                            + speed(file)
                            + why;
            case COMPLETE, FAILED, BLOCKED, CANCELLED -> end(file);
        };
    }

    /// What became of a file.
    static String end(FileChanged file) {
        String what = name(file);
        String why = file.reason().isEmpty() ? "" : ": " + file.reason();
        return switch (file.state()) {
            case COMPLETE ->
                    file.incoming()
                            ? "Received "
                                    + what
                                    + file.file().map(path -> ", kept as " + path).orElse("")
                            : sent(file) + what + " (" + size(file.size()) + ")" + who(file);
            case FAILED -> what + " did not arrive" + why;
            case BLOCKED -> what + " is not allowed" + why;
            case CANCELLED -> what + " was not sent to its end" + why;
            case OFFERED, PROGRESS -> now(file);
        };
    }

    private static boolean isStored(FileChanged file) {
        return file.way().equals(Optional.of(FileWay.STORE));
    }

    private static String kept(FileChanged file) {
        return isStored(file) ? ", kept by the server" : "";
    }

    private static String sent(FileChanged file) {
        return isStored(file) ? "The server keeps " : "Sent ";
    }

    private static String who(FileChanged file) {
        return isStored(file) ? " for " + Names.of(file.peer()) : "";
    }

    private static String name(FileChanged file) {
        return file.name().isEmpty() ? "A file" : file.name();
    }

    /// @return 0 to 100; 100 only when all of it is there
    static int percent(FileChanged file) {
        return file.size() <= 0 ? 0 : (int) (file.bytes() * 100 / file.size());
    }

    private static String speed(FileChanged file) {
        StringBuilder words = new StringBuilder();
        file.rate().ifPresent(rate -> words.append(", ").append(size(rate)).append(" a second"));
        file.secondsLeft().ifPresent(left -> words.append(", ").append(left(left)).append(" left"));
        return words.toString();
    }

    private static String left(long seconds) {
        return seconds < 60
                ? seconds + " s"
                : seconds < 3_600 ? (seconds + 59) / 60 + " min" : (seconds + 3_599) / 3_600 + " h";
    }

    /// As [FileSize#words].
    static String size(long bytes) {
        return FileSize.words(bytes);
    }

    /// By which way it goes.
    private static String words(FileWay way, FileChanged file) {
        return switch (way) {
            case DIRECT -> "directly";
            case RELAY -> "over the server";
            case STORE -> file.incoming() ? "from the server" : "by way of the server";
        };
    }
}

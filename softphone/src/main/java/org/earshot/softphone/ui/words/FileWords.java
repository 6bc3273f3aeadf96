package org.earshot.softphone.ui.words;

import java.util.Optional;
import org.earshot.softphone.ua.FileSize;
import org.earshot.softphone.ua.FileWay;
import org.earshot.softphone.ua.UserAgentEvent.FileChanged;
import org.earshot.softphone.ua.UserAgentEvent.FilePhase;

/// What is said of a file.
public final class FileWords {
    private FileWords() {}

    /// Where a file stands that is not over, with the other one's address.
    static String now(FileChanged file) {
        return now(file, Names.of(file.peer()));
    }

    /// The same.
    ///
    /// @param who names the other one
    public static String now(FileChanged file, String who) {
        String detail = detail(file);
        return head(file, who)
                + (detail.isEmpty() ? "" : file.state() == FilePhase.OFFERED ? " – " : ", ")
                + detail;
    }

    /// Which file it is, with whom, and where it goes.
    public static String head(FileChanged file, String who) {
        String what = name(file) + " (" + size(file.size()) + ")";
        return switch (file.state()) {
            case OFFERED -> Texts.get("file.offered." + direction(file), who, what);
            case PROGRESS, PAUSED -> Texts.get("file.progress." + direction(file), who, what);
            case COMPLETE, FAILED, BLOCKED, CANCELLED -> end(file);
        };
    }

    /// How far it is, and why no further, what one wants to know first before the rest: there may be no room for all of it. "" for nothing.
    public static String detail(FileChanged file) {
        String why = file.reason().isEmpty() ? "" : " – " + Why.of(file.reason());
        return switch (file.state()) {
            case OFFERED -> Why.of(file.reason());
            case PROGRESS ->
                    percent(file)
                            + " %"
                            + speed(file)
                            + file.way().map(way -> ", " + words(way, file)).orElse("")
                            + why;
            case PAUSED -> percent(file) + " %, " + Texts.get("file.paused") + why;
            case COMPLETE, FAILED, BLOCKED, CANCELLED -> "";
        };
    }

    /// The same where there is little room.
    public static String brief(FileChanged file) {
        return switch (file.state()) {
            case PROGRESS -> name(file) + ", " + percent(file) + " %";
            case PAUSED -> name(file) + ", " + percent(file) + " %, " + Texts.get("file.paused");
            default -> name(file);
        };
    }

    /// Below that: with whom, and how much of it there is to come.
    public static String aside(FileChanged file, String who) {
        String left =
                file.secondsLeft().isPresent()
                        ? Texts.get("file.left", left(file.secondsLeft().getAsLong()))
                        : size(file.size());
        return Texts.get(file.incoming() ? "past.file.from" : "past.file.to", who, left);
    }

    /// What became of a file.
    public static String end(FileChanged file) {
        String what = name(file);
        String why = file.reason().isEmpty() ? "" : ": " + Why.of(file.reason());
        return switch (file.state()) {
            case COMPLETE -> complete(file, what);
            case FAILED -> Texts.get("file.failed", what) + why;
            case BLOCKED -> Texts.get("file.blocked", what) + why;
            case CANCELLED -> Texts.get("file.cancelled", what) + why;
            case OFFERED, PROGRESS, PAUSED -> now(file);
        };
    }

    private static String complete(FileChanged file, String what) {
        if (file.incoming()) {
            return file.file()
                    .map(path -> Texts.get("file.received.as", what, path))
                    .orElseGet(() -> Texts.get("file.received", what));
        }
        String sized = what + " (" + size(file.size()) + ")";
        return isStored(file)
                ? Texts.get("file.kept", sized, Names.of(file.peer()))
                : Texts.get("file.sent", sized);
    }

    /// As in the names of texts.
    private static String direction(FileChanged file) {
        if (!file.incoming()) {
            return "out";
        }
        return isStored(file) && file.state() == FilePhase.OFFERED ? "stored" : "in";
    }

    private static boolean isStored(FileChanged file) {
        return file.way().equals(Optional.of(FileWay.STORE));
    }

    private static String name(FileChanged file) {
        return file.name().isEmpty() ? Texts.get("file.unnamed") : file.name();
    }

    /// @return 0 to 100; 100 only when all of it is there
    public static int percent(FileChanged file) {
        return file.size() <= 0 ? 0 : (int) (file.bytes() * 100 / file.size());
    }

    private static String speed(FileChanged file) {
        StringBuilder words = new StringBuilder();
        file.secondsLeft()
                .ifPresent(left -> words.append(", ").append(Texts.get("file.left", left(left))));
        file.rate()
                .ifPresent(rate -> words.append(", ").append(Texts.get("file.rate", size(rate))));
        return words.toString();
    }

    private static String left(long seconds) {
        return seconds < 60
                ? seconds + " s"
                : seconds < 3_600 ? (seconds + 59) / 60 + " min" : (seconds + 3_599) / 3_600 + " h";
    }

    /// As [FileSize#words], in the user's language.
    public static String size(long bytes) {
        return bytes < 1_000
                ? Texts.count("file.bytes", bytes)
                : FileSize.words(bytes).replace('.', Texts.decimalSign());
    }

    /// By which way it goes.
    private static String words(FileWay way, FileChanged file) {
        return switch (way) {
            case DIRECT -> Texts.get("file.way.direct");
            case RELAY -> Texts.get("file.way.relay");
            case STORE -> Texts.get(file.incoming() ? "file.way.from" : "file.way.by");
        };
    }
}

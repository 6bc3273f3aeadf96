package org.earshot.softphone.ui.desktop;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.earshot.softphone.ua.ChatMessage;
import org.earshot.softphone.ua.UserAgentEvent;
import org.earshot.softphone.ua.UserAgentEvent.CallPhase;
import org.earshot.softphone.ua.UserAgentEvent.FilePhase;
import org.earshot.softphone.ui.words.Names;
import org.earshot.softphone.ui.words.Texts;

/// What the desktop is to tell while the user looks elsewhere. A call that rings has a small window of its own ([org.earshot.softphone.ui.call.CallNotice]). Pure.
public final class Notices {
    /// Under which [WindowSettings] has the [Wish]: the name of one.
    public static final String SETTING = "notices";

    private static final int MOST_CHARACTERS = 160;

    private Notices() {}

    /// How much others may read on the user's screen.
    public enum Wish {
        /// Who, and what.
        TEXT,
        /// Who.
        NAME,
        NONE;

        /// As it is remembered; [#TEXT] where nothing is.
        public static Wish of(WindowSettings settings) {
            return settings.get(SETTING)
                    .flatMap(name ->
                            Arrays.stream(values())
                                    .filter(wish -> wish.name().equals(name))
                                    .findFirst())
                    .orElse(TEXT);
        }
    }

    /// Two lines.
    public record Notice(String title, String text) {}

    /// @param names how the user knows somebody
    public static Optional<Notice> of(
            UserAgentEvent event, Wish wish, UnaryOperator<String> names) {
        if (wish == Wish.NONE) {
            return Optional.empty();
        }
        return switch (event) {
            case UserAgentEvent.MessageReceived(var _, ChatMessage message) when !message.mine() ->
                    Optional.of(
                            new Notice(
                                    who(message, names),
                                    wish == Wish.TEXT
                                            ? line(message.text())
                                            : Texts.get("notice.message")));
            case UserAgentEvent.CallChanged call
                    when call.state() == CallPhase.ENDED && call.missed() ->
                    Optional.of(new Notice(names.apply(call.peer()), Texts.get("notice.missed")));
            case UserAgentEvent.FileChanged file
                    when file.incoming() && file.state() == FilePhase.OFFERED ->
                    Optional.of(
                            new Notice(
                                    names.apply(file.peer()),
                                    wish == Wish.TEXT
                                            ? Texts.get("notice.fileNamed", line(file.name()))
                                            : Texts.get("notice.file")));
            default -> Optional.empty();
        };
    }

    private static String who(ChatMessage message, UnaryOperator<String> names) {
        String conversation = message.key().conversation();
        return Names.key(conversation).equals(Names.key(message.author()))
                ? names.apply(conversation)
                : Texts.get("notice.in", names.apply(message.author()), names.apply(conversation));
    }

    private static String line(String text) {
        String line = text.replaceAll("[\\p{Cc}\\s]+", " ").strip();
        if (line.codePointCount(0, line.length()) <= MOST_CHARACTERS) {
            return line;
        }
        return line.substring(0, line.offsetByCodePoints(0, MOST_CHARACTERS)) + " …";
    }
}

package org.earshot.softphone.app;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.earshot.common.service.AccountLink;
import org.earshot.softphone.ui.Summons;

/// What a later start says to the phone that runs, in one line of ASCII: `show`, `damaged`, or `link` and the link. Pure.
final class SummonsLine {
    /// Of a line in bytes, its end among them: a link has at most 2,000.
    static final int LONGEST = 2_100;

    private static final String SHOW = "show";
    private static final String DAMAGED = "damaged";
    private static final String LINK = "link ";

    private SummonsLine() {}

    /// The line, with its end.
    static byte[] of(Summons summons) {
        String words =
                switch (summons) {
                    case Summons.Show _ -> SHOW;
                    case Summons.Damaged _ -> DAMAGED;
                    case Summons.Link(AccountLink link) -> LINK + link.text();
                };
        return (words + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    /// Reads a line.
    ///
    /// @return empty where it is none of those, or not whole
    static Optional<Summons> parse(byte[] line) {
        int last = line.length - 1;
        if (last < 0 || line.length > LONGEST || line[last] != '\n') {
            return Optional.empty();
        }
        for (int i = 0; i < last; i++) {
            if (line[i] < ' ' || line[i] > '~') {
                return Optional.empty();
            }
        }
        String words = new String(line, 0, last, StandardCharsets.US_ASCII);
        return switch (words) {
            case SHOW -> Optional.of(new Summons.Show());
            case DAMAGED -> Optional.of(new Summons.Damaged());
            default ->
                    words.startsWith(LINK)
                            ? link(words.substring(LINK.length()))
                            : Optional.empty();
        };
    }

    private static Optional<Summons> link(String text) {
        try {
            return Optional.of(new Summons.Link(AccountLink.parse(text)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}

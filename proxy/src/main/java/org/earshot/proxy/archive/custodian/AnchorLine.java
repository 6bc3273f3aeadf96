package org.earshot.proxy.archive.custodian;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.earshot.proxy.archive.AnchorJournal.Anchor;
import org.earshot.proxy.archive.Bytes;

/// An anchor as text that survives whatever a syslog server puts around it: `earshot-anchor CHAIN`, and then a line of the
/// anchor file (docs/archive-format.md).
///
/// @param chain whose
/// @param what is anchored
record AnchorLine(UUID chain, Kind what) {
    private static final String NUMBER = "(0|[1-9][0-9]{0,18})";
    private static final String HASH = "([0-9a-f]{64})";
    private static final Pattern TEXT =
            Pattern.compile(
                    "earshot-anchor ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
                            + " (?:(begin)|head "
                            + NUMBER
                            + " "
                            + HASH
                            + " "
                            + NUMBER
                            + "|checkpoint "
                            + NUMBER
                            + " "
                            + HASH
                            + ")(?![0-9a-zA-Z])");

    /// What is anchored.
    sealed interface Kind {
        /// The chain begins.
        record Begin() implements Kind {}

        /// It had come so far.
        record Head(Anchor anchor) implements Kind {}

        /// A checkpoint of it.
        record Mark(long sequence, Bytes hash) implements Kind {}
    }

    /// The first one that stands in a line; empty where there is none, or it is cut off.
    static Optional<AnchorLine> in(String line) {
        Matcher text = TEXT.matcher(line);
        if (!text.find()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new AnchorLine(UUID.fromString(text.group(1)), kind(text)));
        } catch (NumberFormatException e) {
            return Optional.empty(); // 19 digits, and too many
        }
    }

    private static Kind kind(Matcher text) {
        if (text.group(2) != null) {
            return new Kind.Begin();
        }
        return text.group(3) != null
                ? new Kind.Head(
                        new Anchor(
                                Long.parseLong(text.group(3)),
                                Bytes.ofHex(text.group(4)),
                                Long.parseLong(text.group(5))))
                : new Kind.Mark(Long.parseLong(text.group(6)), Bytes.ofHex(text.group(7)));
    }

    @Override
    public String toString() {
        return "earshot-anchor "
                + chain
                + switch (what) {
                    case Kind.Begin() -> " begin";
                    case Kind.Head(Anchor anchor) ->
                            " head "
                                    + anchor.number()
                                    + " "
                                    + anchor.hash().hex()
                                    + " "
                                    + anchor.madeAt();
                    case Kind.Mark(long sequence, Bytes hash) ->
                            " checkpoint " + sequence + " " + hash.hex();
                };
    }
}

package org.earshot.proxy.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.earshot.proxy.archive.AnchorJournal.Anchor;
import org.earshot.proxy.archive.AnchorJournal.ChainAnchors;

/// The lines of one chain's anchor file: `begin`, `head NUMBER HASH MICROS`, `checkpoint SEQUENCE HASH`,
/// `end closed|recovered`. Exactly what is written is read, anything else is damage. Confined to its thread.
final class AnchorFile {
    static final String BEGIN = "begin\n";

    private static final String NUMBER = "(0|[1-9][0-9]{0,18})";
    private static final String HASH = "([0-9a-f]{64})";
    private static final Pattern HEAD =
            Pattern.compile("head " + NUMBER + " " + HASH + " " + NUMBER);
    private static final Pattern CHECKPOINT = Pattern.compile("checkpoint " + NUMBER + " " + HASH);
    private static final Pattern END = Pattern.compile("end (closed|recovered)");

    /// No line is longer.
    private static final int LONGEST = 128;

    private final List<Anchor> heads = new ArrayList<>();
    private final Map<Long, Bytes> checkpoints = new TreeMap<>();
    private boolean begun;
    private boolean ended;

    private AnchorFile() {}

    static String head(Anchor anchor) {
        return "head " + anchor.number() + " " + anchor.hash().hex() + " " + anchor.madeAt() + "\n";
    }

    static String checkpoint(long sequence, Bytes hash) {
        return "checkpoint " + sequence + " " + hash.hex() + "\n";
    }

    static String end(String how) {
        return "end " + how + "\n";
    }

    /// How many bytes of a file are lines that were finished. Of one that was being written the rest is zeros, and perhaps
    /// pieces of a line.
    static int finished(byte[] bytes) {
        int end = room(bytes);
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    /// Where zeros begin: no line has any.
    private static int room(byte[] bytes) {
        int at = 0;
        while (at < bytes.length && bytes[at] != 0) {
            at++;
        }
        return at;
    }

    /// Reads a file. What comes after the last line end, or with zeros before it, is a line that was not finished, and does
    /// not count.
    ///
    /// @param name of the file, for the message
    /// @throws IOException if it is not what was written, or what was cut off of it
    static ChainAnchors read(UUID chain, byte[] bytes, String name) throws IOException {
        // bytes that are not ASCII must not stop the reading before the line has been named
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        AnchorFile file = new AnchorFile();
        int finished = finished(bytes);
        int number = 1;
        int start = 0;
        while (start < finished) {
            int end = text.indexOf('\n', start);
            if (!file.accepts(text.substring(start, end))) {
                throw damaged(name, number);
            }
            start = end + 1;
            number++;
        }
        if (!file.isUnfinished(text.substring(start, written(bytes)))) {
            throw damaged(name, number);
        }
        return new ChainAnchors(chain, file.begun, file.heads, file.checkpoints, file.ended);
    }

    /// Without the zeros at the end.
    private static int written(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] == 0) {
            end--;
        }
        return end;
    }

    private static IOException damaged(String name, int line) {
        return new IOException(
                name
                        + " is damaged: line "
                        + line
                        + " is not as it was written. It proves what the archive holds: restore it from a backup; if"
                        + " there is none move it away, and the next start records the loss");
    }

    private boolean accepts(String line) {
        if (line.equals("begin")) {
            boolean first = heads.isEmpty() && checkpoints.isEmpty() && !ended;
            begun = true;
            return first;
        }
        Matcher head = HEAD.matcher(line);
        Matcher checkpoint = CHECKPOINT.matcher(line);
        try {
            if (head.matches()) {
                return acceptsHead(
                        new Anchor(
                                Long.parseLong(head.group(1)),
                                Bytes.ofHex(head.group(2)),
                                Long.parseLong(head.group(3))));
            }
            if (checkpoint.matches()) {
                return acceptsCheckpoint(
                        Long.parseLong(checkpoint.group(1)), Bytes.ofHex(checkpoint.group(2)));
            }
        } catch (NumberFormatException _) {
            return false; // 19 digits, and too many
        }
        ended = END.matcher(line).matches();
        return ended;
    }

    // an append of which nobody knew whether it had come to be is done again
    private boolean acceptsHead(Anchor anchor) {
        boolean follows =
                heads.isEmpty()
                        || anchor.number() > heads.getLast().number()
                        || (anchor.number() == heads.getLast().number()
                                && anchor.hash().equals(heads.getLast().hash()));
        heads.add(anchor);
        return begun && !ended && follows;
    }

    private boolean acceptsCheckpoint(long sequence, Bytes hash) {
        Bytes before = checkpoints.putIfAbsent(sequence, hash);
        return begun && !ended && (before == null || before.equals(hash));
    }

    private boolean isUnfinished(String rest) {
        if (begun || ended) { // of one line: its end may have come without its middle
            int end = rest.indexOf('\n');
            return rest.length() <= LONGEST && (end < 0 || end == rest.length() - 1);
        }
        return BEGIN.startsWith(rest); // the first line never came to the disk
    }
}

package org.earshot.proxy.channel;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.earshot.common.file.EscapedName;
import org.earshot.proxy.archive.ClaimedFile;
import org.earshot.proxy.archive.ClaimedWay;

/// The files that a session description offers or asks for (RFC 5547 §6). Pure; reads what the most lenient phone would.
public final class OfferedFiles {
    /// Of a description that has more nobody wants to know all.
    public static final int MOST = 16;

    private static final int LONGEST = 1_000;
    private static final int END = 300; // of these
    private static final int MOST_HASHES = 8;
    private static final int MOST_RELAYS = 8;

    /// Of a URI in a path, without user and session.
    private static final Pattern HOST =
            Pattern.compile("msrps?://(?:[^@/;]*+@)?([^@/;]{1,255}+)", Pattern.CASE_INSENSITIVE);

    /// A selector; linear, as nothing in it can match in two ways.
    private static final Pattern SELECTOR =
            Pattern.compile(
                    "(?<![^\\s:])(name|type|size|hash):(\"[^\"]*+\"|[^\\s\"]++(?:\"[^\"]*+\"[^\\s\"]*+)*+)",
                    Pattern.CASE_INSENSITIVE);

    /// A medium that was refused, or is not wanted any more.
    private static final Pattern DEAD = Pattern.compile("^m=\\S+\\s+0+(?:/\\d+)?(?:\\s|$)");

    private OfferedFiles() {}

    /// For the record: those of media that live before the others, [#MOST] at most; none where the description has no `file-selector`.
    ///
    /// @param sdp never throws
    public static List<ClaimedFile> in(byte[] sdp) {
        return in(sdp, new byte[0]);
    }

    /// The same, with which way they go where the answer is known too: a relay may stand in the path of either.
    ///
    /// @param sdp never throws
    /// @param answer to it; none: empty
    public static List<ClaimedFile> in(byte[] sdp, byte[] answer) {
        List<Medium> media = media(sdp).toList();
        List<Medium> answered = media(answer).toList();
        List<Medium> all = new ArrayList<>();
        for (int i = 0; i < media.size(); i++) {
            all.add(
                    i < answered.size() && answered.get(i).lives()
                            ? media.get(i).answered(answered.get(i))
                            : media.get(i));
        }
        return Stream.concat(
                        all.stream().filter(Medium::lives), all.stream().filter(m -> !m.lives()))
                .flatMap(Medium::files)
                .limit(MOST)
                .toList();
    }

    /// A file, and whether its medium lives: one that does not is refused, or takes back what was offered before.
    ///
    /// @param asked whether somebody wants to have it, and does not send it
    record Offered(ClaimedFile file, boolean lives, boolean asked) {}

    /// For the rules: all that any phone might take it for.
    ///
    /// @param sdp never throws
    static Stream<Offered> all(byte[] sdp) {
        return media(sdp)
                .flatMap(m -> m.files().map(file -> new Offered(file, m.lives(), m.asked())));
    }

    /// @param lives whether its port is another than zero
    /// @param selectors one, unless somebody means to deceive: phones differ in which of several they take
    /// @param asked whether who describes it only receives
    /// @param way as its paths say
    private record Medium(
            boolean lives,
            boolean asked,
            List<String> selectors,
            Optional<String> id,
            Optional<ClaimedWay> way) {
        Medium answered(Medium answer) {
            return new Medium(lives, asked, selectors, id, joined(way, answer.way()));
        }

        Stream<ClaimedFile> files() {
            return selectors.stream().flatMap(text -> OfferedFiles.files(text, id, way));
        }
    }

    private static Stream<Medium> media(byte[] sdp) {
        List<Medium> media = new ArrayList<>();
        boolean lives = true; // before the first
        boolean ofAll = false;
        boolean asked = false;
        List<String> selectors = new ArrayList<>();
        Optional<String> id = Optional.empty();
        Optional<ClaimedWay> way = Optional.empty();
        for (String line : new String(sdp, StandardCharsets.UTF_8).split("[\r\n]+", -1)) {
            String text = line.strip();
            String lower = text.toLowerCase(Locale.ROOT);
            if (lower.startsWith("m=")) {
                if (media.isEmpty()) {
                    ofAll = asked;
                }
                media.add(new Medium(lives, asked, List.copyOf(selectors), id, way));
                lives = !DEAD.matcher(lower).find();
                asked = ofAll;
                selectors.clear();
                id = Optional.empty();
                way = Optional.empty();
            } else if (lower.startsWith("a=file-selector")) {
                selectors.add(text.substring("a=file-selector".length()));
            } else if (lower.startsWith("a=file-transfer-id:")) {
                id = Optional.of(shown(text.substring("a=file-transfer-id:".length()).strip()));
            } else if (lower.equals("a=recvonly")) {
                asked = true;
            } else if (lower.equals("a=sendonly") || lower.equals("a=sendrecv")) {
                asked = false;
            } else if (lower.startsWith("a=path:")) {
                way = joined(way, Optional.of(way(text.substring("a=path:".length()))));
            }
        }
        media.add(new Medium(lives, asked, List.copyOf(selectors), id, way));
        return media.stream();
    }

    /// The relays of both.
    private static Optional<ClaimedWay> joined(Optional<ClaimedWay> one, Optional<ClaimedWay> two) {
        if (one.isEmpty() || two.isEmpty()) {
            return one.or(() -> two);
        }
        return Optional.of(
                new ClaimedWay(
                        Stream.of(one, two)
                                .flatMap(way -> way.orElseThrow().relays().stream())
                                .distinct()
                                .limit(MOST_RELAYS)
                                .toList()));
    }

    /// The last one of a path is the phone itself.
    private static ClaimedWay way(String path) {
        List<String> hops = List.of(path.strip().split("\\s+"));
        return new ClaimedWay(
                hops.subList(0, hops.size() - 1).stream()
                        .map(OfferedFiles::host)
                        .distinct()
                        .limit(MOST_RELAYS)
                        .toList());
    }

    private static String host(String uri) {
        Matcher matcher = HOST.matcher(uri);
        return matcher.lookingAt()
                ? shown(matcher.group(1).toLowerCase(Locale.ROOT))
                : "unreadable";
    }

    /// One; where it has several names as many, and the largest of its sizes.
    private static Stream<ClaimedFile> files(
            String selectors, Optional<String> id, Optional<ClaimedWay> way) {
        List<String> names = new ArrayList<>();
        OptionalLong size = OptionalLong.empty();
        Optional<String> type = Optional.empty();
        List<String> hashes = new ArrayList<>();
        Matcher matcher = SELECTOR.matcher(selectors);
        while (matcher.find()) {
            String value = matcher.group(2);
            switch (matcher.group(1).toLowerCase(Locale.ROOT)) {
                case "name" -> names.add(named(EscapedName.decode(unquoted(value))));
                case "size" -> {
                    OptionalLong number = number(value);
                    if (number.orElse(-1) > size.orElse(-1)) {
                        size = number;
                    }
                }
                case "type" -> type = Optional.of(shown(value));
                default -> {
                    if (hashes.size() < MOST_HASHES) {
                        hashes.add(shown(value.toLowerCase(Locale.ROOT)));
                    }
                }
            }
        }
        if (names.isEmpty()) {
            names.add("");
        }
        OptionalLong largest = size;
        Optional<String> last = type;
        return names.stream().map(name -> new ClaimedFile(name, largest, last, hashes, id, way));
    }

    private static String unquoted(String value) {
        return value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1)
                : value;
    }

    private static OptionalLong number(String digits) {
        try {
            long value = Long.parseLong(digits);
            return value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /// Of a name that is too long its beginning and its end: that says what it is.
    private static String named(String name) {
        int length = name.codePointCount(0, name.length());
        return length <= LONGEST
                ? shown(name)
                : shown(name.substring(0, name.offsetByCodePoints(0, LONGEST - END - 1)))
                        + "\u2026"
                        + shown(name.substring(name.offsetByCodePoints(name.length(), -END)));
    }

    /// What can't be shown is replaced, and what is too long is cut.
    private static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .limit(LONGEST)
                .map(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? 0xFFFD : c)
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }
}

package org.earshot.proxy.channel;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.earshot.common.file.EscapedName;
import org.earshot.proxy.archive.ClaimedFile;

/// The files that a session description offers or asks for (RFC 5547 §6). Pure; reads what the most lenient phone would.
public final class OfferedFiles {
    /// Of a description that has more nobody wants to know all.
    public static final int MOST = 16;

    private static final int LONGEST = 1_000;
    private static final int MOST_HASHES = 8;

    /// A selector; linear, as nothing in it can match in two ways.
    private static final Pattern SELECTOR =
            Pattern.compile(
                    "(?<![^\\s:])(name|type|size|hash):(\"[^\"]*+\"|[^\\s\"]++(?:\"[^\"]*+\"[^\\s\"]*+)*+)",
                    Pattern.CASE_INSENSITIVE);

    private OfferedFiles() {}

    /// @param sdp never throws
    /// @return in their order, [#MOST] at most; none where the description has no `file-selector`
    public static List<ClaimedFile> in(byte[] sdp) {
        List<ClaimedFile> files = new ArrayList<>();
        Optional<String> selector = Optional.empty();
        Optional<String> id = Optional.empty();
        for (String line : new String(sdp, StandardCharsets.UTF_8).split("[\r\n]+", -1)) {
            String text = line.strip();
            String lower = text.toLowerCase(Locale.ROOT);
            if (lower.startsWith("m=")) {
                add(files, selector, id);
                selector = Optional.empty();
                id = Optional.empty();
            } else if (lower.startsWith("a=file-selector")) {
                selector = Optional.of(text.substring("a=file-selector".length()));
            } else if (lower.startsWith("a=file-transfer-id:")) {
                id = Optional.of(shown(text.substring("a=file-transfer-id:".length()).strip()));
            }
        }
        add(files, selector, id);
        return files;
    }

    private static void add(
            List<ClaimedFile> files, Optional<String> selector, Optional<String> id) {
        if (selector.isPresent() && files.size() < MOST) {
            files.add(file(selector.get(), id));
        }
    }

    private static ClaimedFile file(String selectors, Optional<String> id) {
        String name = "";
        OptionalLong size = OptionalLong.empty();
        Optional<String> type = Optional.empty();
        List<String> hashes = new ArrayList<>();
        Matcher matcher = SELECTOR.matcher(selectors);
        while (matcher.find()) {
            String value = matcher.group(2);
            switch (matcher.group(1).toLowerCase(Locale.ROOT)) {
                case "name" -> name = shown(EscapedName.decode(unquoted(value)));
                case "size" -> size = number(value);
                case "type" -> type = Optional.of(shown(value));
                default -> {
                    if (hashes.size() < MOST_HASHES) {
                        hashes.add(shown(value.toLowerCase(Locale.ROOT)));
                    }
                }
            }
        }
        return new ClaimedFile(name, size, type, hashes, id);
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

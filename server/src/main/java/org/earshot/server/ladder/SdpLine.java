package org.earshot.server.ladder;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// What a session description (RFC 8866) says, in one line: media, where to, codecs, how keys are agreed. Never the keys. Pure.
final class SdpLine {
    /// What is behind is not read.
    private static final int MOST_BYTES = 16_384;

    private static final int MOST_MEDIA = 6;
    private static final int MOST_CODECS = 12;
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_./+:-]{1,64}");
    private static final Pattern BLANKS = Pattern.compile("[ \\t]+");

    private final List<String> media = new ArrayList<>();
    private String sessionAddress = "";
    private String keys = "";
    private Medium current;

    private SdpLine() {}

    /// One `m=` line and what follows it.
    private static final class Medium {
        private final String kind;
        private final String port;
        private final String profile;
        private final Set<String> codecs = new LinkedHashSet<>();
        private String address = "";
        private String direction = "";
        private String keys = "";

        Medium(String kind, String port, String profile) {
            this.kind = kind;
            this.port = port;
            this.profile = profile;
        }
    }

    /// Such as `audio 192.0.2.1:5004 RTP/SAVP opus, PCMU, keys in SDP`; empty for what is no session description.
    static String of(byte[] body) {
        String text = new String(body, 0, Math.min(body.length, MOST_BYTES), UTF_8);
        if (!text.startsWith("v=0")) {
            return "";
        }
        SdpLine line = new SdpLine();
        text.lines().forEach(line::read);
        line.end();
        return String.join("; ", line.media);
    }

    private void read(String line) {
        if (line.length() < 3 || line.charAt(1) != '=') {
            return;
        }
        String value = line.substring(2);
        switch (line.charAt(0)) {
            case 'm' -> medium(BLANKS.split(value, 5));
            case 'c' -> address(BLANKS.split(value, 4));
            case 'a' -> attribute(value);
            default -> {
                // names, times, bandwidth: nothing that helps
            }
        }
    }

    private void medium(String[] words) {
        end();
        if (words.length >= 3 && media.size() < MOST_MEDIA) {
            current = new Medium(word(words[0]), word(words[1]), word(words[2]));
        }
    }

    private void address(String[] words) {
        if (words.length < 3) {
            return;
        }
        if (current == null) {
            sessionAddress = word(words[2]);
        } else {
            current.address = word(words[2]);
        }
    }

    private void attribute(String value) {
        if (value.startsWith("fingerprint:")) {
            agreed("DTLS");
        } else if (value.startsWith("crypto:")) {
            agreed("keys in SDP");
        } else if (current == null) {
            return;
        } else if (value.startsWith("rtpmap:")) {
            String[] words = BLANKS.split(value, 3);
            if (words.length >= 2 && current.codecs.size() < MOST_CODECS) {
                current.codecs.add(word(words[1].split("/", 2)[0]));
            }
        } else if (Set.of("sendonly", "recvonly", "inactive").contains(value)) {
            current.direction = value;
        }
    }

    private void agreed(String how) {
        if (current == null) {
            keys = how;
        } else {
            current.keys = how;
        }
    }

    private void end() {
        if (current == null) {
            return;
        }
        String where = current.address.isEmpty() ? sessionAddress : current.address;
        StringBuilder text = new StringBuilder(current.kind);
        if (current.port.equals("0")) {
            text.append(" refused");
        } else {
            text.append(' ')
                    .append(where.indexOf(':') >= 0 ? '[' + where + ']' : where)
                    .append(':')
                    .append(current.port)
                    .append(' ')
                    .append(current.profile);
            String how = current.keys.isEmpty() ? keys : current.keys;
            List<String> more = new ArrayList<>(current.codecs);
            if (!current.direction.isEmpty()) {
                more.add(current.direction);
            }
            if (!how.isEmpty()) {
                more.add(how);
            }
            if (!more.isEmpty()) {
                text.append(' ').append(String.join(", ", more));
            }
        }
        media.add(text.toString());
        current = null;
    }

    /// What is no word of SDP's stands as a question mark: people can write there.
    private static String word(String text) {
        return WORD.matcher(text).matches() ? text : "?";
    }
}

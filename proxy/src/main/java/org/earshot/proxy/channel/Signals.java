package org.earshot.proxy.channel;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Bodies that phones and telephone systems send each other, and no person writes. Pure.
final class Signals {
    private static final Set<String> TYPES =
            Set.of(
                    // sessions
                    "application/sdp",
                    "application/trickle-ice-sdpfrag",
                    "application/media_control+xml",
                    // other telephone networks
                    "application/isup",
                    "application/qsig",
                    // what phones tell who subscribed
                    "application/pidf+xml",
                    "application/pidf-diff+xml",
                    "application/dialog-info+xml",
                    "application/conference-info+xml",
                    "application/reginfo+xml",
                    "application/watcherinfo+xml",
                    "application/rlmi+xml",
                    "application/xcap-diff+xml",
                    "application/x-as-feature-event+xml",
                    "application/kpml-request+xml",
                    "application/kpml-response+xml",
                    // whom something is for
                    "application/resource-lists+xml",
                    "application/rs-metadata+xml");

    /// Those of lines that a person could write by hand too: they are looked at.
    private static final Map<String, Pattern> LINES =
            Map.of(
                    "application/dtmf-relay",
                    Pattern.compile("(?i)(signal|duration|volume)\\s*=\\s*[0-9a-d*#]{1,8}"),
                    "application/dtmf",
                    Pattern.compile("(?i)((signal|duration)\\s*=\\s*)?[0-9a-d*#]{1,8}"),
                    "application/simple-message-summary",
                    Pattern.compile(
                            "(?i)messages-waiting\\s*:\\s*(yes|no)"
                                    + "|message-account\\s*:\\s*\\S+"
                                    + "|[a-z]+-message\\s*:\\s*\\d+/\\d+(\\s*\\(\\d+/\\d+\\))?"),
                    "application/vq-rtcpxr",
                    Pattern.compile(
                            "[A-Za-z]+(\\s*:\\s*\\S*)?"
                                    + "|[A-Za-z]+\\s*:\\s*\\w+=\\S*(\\s+\\w+=\\S*)*"));

    private Signals() {}

    /// @param part readable, with a type
    static boolean isOne(Part part) {
        String type = part.type().orElseThrow().essence().toLowerCase(Locale.ROOT);
        Pattern line = LINES.get(type);
        return line == null
                ? TYPES.contains(type)
                : part.text()
                        .lines()
                        .map(String::strip)
                        .allMatch(each -> each.isEmpty() || line.matcher(each).matches());
    }
}

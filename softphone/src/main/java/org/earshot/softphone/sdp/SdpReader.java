package org.earshot.softphone.sdp;

import java.util.ArrayList;
import java.util.List;

/// Reads the lines of a description. Lenient in what does not matter (line ends, order, unknown line
/// types, missing s= and t=), strict in what a call is built on (v=, o=, m=, c=).
final class SdpReader {
    private static final int MAX_LINES = 2_000;
    private static final int MAX_MEDIA = 64;

    private Origin origin;
    private String sessionConnection = "";
    private final List<Attribute> sessionAttributes = new ArrayList<>();
    private final List<MediaDescription> media = new ArrayList<>();

    private String[] current; // kind, port, profile, format…
    private String mediaConnection = "";
    private List<Attribute> mediaAttributes = new ArrayList<>();

    static SessionDescription read(String text) throws SdpException {
        String[] lines = text.split("\r\n|\n|\r", MAX_LINES + 1);
        if (lines.length > MAX_LINES) {
            throw new SdpException("more than " + MAX_LINES + " lines");
        }
        SdpReader reader = new SdpReader();
        boolean version = false;
        for (String line : lines) {
            if (line.isBlank()) {
                continue;
            }
            if (line.length() < 2 || line.charAt(1) != '=') {
                throw new SdpException("a line is not of the form x=value");
            }
            String value = line.substring(2);
            if (!version) {
                if (line.charAt(0) != 'v' || !value.strip().equals("0")) {
                    throw new SdpException("does not begin with v=0");
                }
                version = true;
                continue;
            }
            reader.line(line.charAt(0), value);
        }
        return reader.finish();
    }

    private void line(char type, String value) throws SdpException {
        switch (type) {
            case 'o' -> origin = Origin.parse(value);
            case 'c' -> {
                if (current == null) {
                    sessionConnection = connection(value);
                } else {
                    mediaConnection = connection(value);
                }
            }
            case 'a' ->
                    (current == null ? sessionAttributes : mediaAttributes)
                            .add(Attribute.parse(value));
            case 'm' -> {
                endMedium();
                current = value.strip().split("[ \t]+", -1);
                if (current.length < 4) {
                    throw new SdpException("bad m= line");
                }
            }
            default -> {} // RFC 4566 §5: a type that we don't know is ignored
        }
    }

    private void endMedium() throws SdpException {
        if (current == null) {
            return;
        }
        if (media.size() == MAX_MEDIA) {
            throw new SdpException("more than " + MAX_MEDIA + " media");
        }
        media.add(
                new MediaDescription(
                        current[0],
                        port(current[1]),
                        current[2],
                        List.of(current).subList(3, current.length),
                        mediaConnection,
                        mediaAttributes));
        mediaConnection = "";
        mediaAttributes = new ArrayList<>();
    }

    private SessionDescription finish() throws SdpException {
        endMedium();
        if (origin == null) {
            throw new SdpException("no o= line");
        }
        return new SessionDescription(origin, sessionConnection, sessionAttributes, media);
    }

    /// `49170` or `49170/2`, of which the first port is used.
    private static int port(String text) throws SdpException {
        int slash = text.indexOf('/');
        String number = slash < 0 ? text : text.substring(0, slash);
        if (!number.matches("[0-9]{1,5}") || Integer.parseInt(number) > 65535) {
            throw new SdpException("bad port in m= line");
        }
        return Integer.parseInt(number);
    }

    /// `IN IP4 192.0.2.1`, also with `/127` behind (a multicast TTL).
    private static String connection(String value) throws SdpException {
        String[] parts = value.strip().split("[ \t]+", -1);
        if (parts.length != 3) {
            throw new SdpException("bad c= line");
        }
        int slash = parts[2].indexOf('/');
        return slash < 0 ? parts[2] : parts[2].substring(0, slash);
    }
}

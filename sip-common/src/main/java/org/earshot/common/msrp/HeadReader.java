package org.earshot.common.msrp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the lines of a frame's head. RFC 4975 knows no folded lines, and neither do we.
final class HeadReader {
    private static final Pattern START =
            Pattern.compile(
                    "MSRP (?<id>[^ ]+) (?:(?<status>[0-9]{3})(?: (?<comment>.*))?|(?<method>[A-Z]+))");
    private static final int MOST_FIELDS = 64;

    private String transaction = "";
    private MsrpFrame.Start start = new MsrpFrame.Start.Request("SEND");
    private List<MsrpUri> toPath = List.of();
    private List<MsrpUri> fromPath = List.of();
    private final List<MsrpFrame.Field> fields = new ArrayList<>();

    /// @return the transaction id
    String startLine(byte[] buffer, int from, int to) throws MalformedMsrpException {
        Matcher match = START.matcher(text(buffer, from, to));
        if (!match.matches() || !MsrpFrame.isTransaction(match.group("id"))) {
            throw new MalformedMsrpException("a first line that is none");
        }
        transaction = match.group("id");
        toPath = List.of();
        fromPath = List.of();
        fields.clear();
        String comment = match.group("comment");
        try {
            start =
                    match.group("method") == null
                            ? new MsrpFrame.Start.Response(
                                    Integer.parseInt(match.group("status")),
                                    comment == null ? "" : comment)
                            : new MsrpFrame.Start.Request(match.group("method"));
        } catch (IllegalArgumentException e) {
            throw new MalformedMsrpException("a first line with " + e.getMessage());
        }
        return transaction;
    }

    void fieldLine(byte[] buffer, int from, int to) throws MalformedMsrpException {
        String line = text(buffer, from, to);
        int colon = line.indexOf(':');
        if (colon < 0) {
            throw new MalformedMsrpException("a line that is no field");
        }
        if (fields.size() == MOST_FIELDS) {
            throw new MalformedMsrpException("more than " + MOST_FIELDS + " fields");
        }
        String name = line.substring(0, colon);
        String value = line.substring(colon + 1).strip();
        try {
            if (name.equalsIgnoreCase("To-Path") && toPath.isEmpty()) {
                toPath = MsrpUri.parsePath(value);
            } else if (name.equalsIgnoreCase("From-Path") && fromPath.isEmpty()) {
                fromPath = MsrpUri.parsePath(value);
            } else {
                fields.add(new MsrpFrame.Field(name, value));
            }
        } catch (IllegalArgumentException e) {
            throw new MalformedMsrpException("a field with " + e.getMessage());
        }
    }

    MsrpFrame frame(boolean hasBody) throws MalformedMsrpException {
        if (toPath.isEmpty() || fromPath.isEmpty()) {
            throw new MalformedMsrpException("a frame without To-Path and From-Path");
        }
        return new MsrpFrame(transaction, start, toPath, fromPath, fields, hasBody);
    }

    private static String text(byte[] buffer, int from, int to) {
        return new String(buffer, from, to - from, StandardCharsets.UTF_8);
    }
}

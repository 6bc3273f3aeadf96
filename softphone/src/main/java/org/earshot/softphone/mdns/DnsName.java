package org.earshot.softphone.mdns;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A domain name: labels, the last one not empty. ASCII letters are equal in upper and lower case (RFC 6762 §16).
///
/// @param labels 1 to 63 bytes of UTF-8 each; all together at most 255 with their lengths
record DnsName(List<String> labels) {
    static final int LONGEST_LABEL = 63;
    private static final int LONGEST = 255;

    DnsName {
        labels = List.copyOf(labels);
        int length = 1;
        for (String label : labels) {
            int bytes = bytes(label).length;
            if (bytes == 0 || bytes > LONGEST_LABEL) {
                throw new IllegalArgumentException("a label of " + bytes + " bytes");
            }
            length += bytes + 1;
        }
        if (length > LONGEST) {
            throw new IllegalArgumentException("a name of " + length + " bytes");
        }
    }

    /// Of labels without dots in them: `_sip._udp.local`.
    static DnsName of(String dotted) {
        return new DnsName(List.of(dotted.split("\\.", -1)));
    }

    /// One below this.
    DnsName child(String label) {
        List<String> all = new ArrayList<>(labels);
        all.addFirst(label);
        return new DnsName(all);
    }

    /// Whether it is directly below another.
    boolean isChildOf(DnsName parent) {
        return labels.size() == parent.labels.size() + 1
                && new DnsName(labels.subList(1, labels.size())).equals(parent);
    }

    String first() {
        return labels.getFirst();
    }

    static byte[] bytes(String label) {
        return label.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DnsName name && folded().equals(name.folded());
    }

    @Override
    public int hashCode() {
        return folded().hashCode();
    }

    private List<String> folded() {
        return labels.stream().map(DnsName::folded).toList();
    }

    private static String folded(String label) {
        boolean ascii = label.chars().allMatch(c -> c < 0x80);
        if (ascii) {
            return label.toLowerCase(Locale.ROOT);
        }
        StringBuilder out = new StringBuilder(label.length());
        label.chars()
                .map(c -> c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c)
                .forEach(c -> out.append((char) c));
        return out.toString();
    }

    @Override
    public String toString() {
        return String.join(".", labels);
    }
}

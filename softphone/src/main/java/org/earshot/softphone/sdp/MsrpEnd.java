package org.earshot.softphone.sdp;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// One end of an MSRP session as its medium describes it (RFC 4975 §8, RFC 8122, RFC 6135).
///
/// @param host where it listens, an address or a name: that of `c=`, which RFC 4975 §8.1 wants to be the first hop's
/// @param port likewise; 9 for one that only connects (RFC 4145 §4.1)
/// @param path MSRP URIs, the first hop first; at least one
/// @param fingerprints of its certificate, such as `sha-256 AB:CD:…`; none: not by TLS, or for nobody to check
/// @param setup who connects
public record MsrpEnd(
        String host, int port, List<String> path, Set<String> fingerprints, Setup setup) {
    private static final Pattern URI = Pattern.compile("(?i)msrps?://[!-~]{1,1000}");
    private static final Pattern FINGERPRINT =
            Pattern.compile("[A-Za-z0-9-]{1,20} [0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){0,127}");
    private static final int MOST_HOPS = 8;

    /// RFC 4145 §4.
    public enum Setup {
        /// It connects.
        ACTIVE,
        /// It waits.
        PASSIVE,
        /// Either; the answerer chooses.
        ACTPASS
    }

    public MsrpEnd {
        path = List.copyOf(path);
        fingerprints = Set.copyOf(fingerprints);
        if (path.isEmpty()) {
            throw new IllegalArgumentException("no path");
        }
    }

    /// The same, with a wish of who connects.
    public MsrpEnd with(Setup wish) {
        return new MsrpEnd(host, port, path, fingerprints, wish);
    }

    /// Whether it is reached over a relay (RFC 4976).
    public boolean isAtRelay() {
        return path.size() > 1;
    }

    static MsrpEnd read(SessionDescription session, MediaDescription medium) throws SdpException {
        List<String> path = new ArrayList<>();
        for (String uri : medium.attribute("path").orElse("").split("[ \t]+", -1)) {
            if (!URI.matcher(uri).matches() || path.size() == MOST_HOPS) {
                throw new SdpException("bad or missing a=path");
            }
            path.add(uri);
        }
        Set<String> fingerprints = new LinkedHashSet<>();
        for (String value : session.values(medium, "fingerprint")) {
            String text = value.strip().replaceAll("[ \t]+", " ");
            if (!FINGERPRINT.matcher(text).matches()) {
                throw new SdpException("bad a=fingerprint");
            }
            fingerprints.add(text);
        }
        return new MsrpEnd(
                session.connection(medium),
                medium.port(),
                path,
                fingerprints,
                setup(session.values(medium, "setup")));
    }

    /// RFC 6135 §4.1: whoever says nothing is of before it; then the offerer connects (RFC 4975 §5.4).
    private static Setup setup(List<String> values) {
        return switch (values.isEmpty() ? "" : values.getFirst().toLowerCase(Locale.ROOT)) {
            case "passive" -> Setup.PASSIVE;
            case "actpass" -> Setup.ACTPASS;
            default -> Setup.ACTIVE;
        };
    }

    /// The attributes of the medium.
    List<Attribute> attributes() {
        List<Attribute> all = new ArrayList<>();
        all.add(new Attribute("path", String.join(" ", path)));
        all.add(new Attribute("setup", setup.name().toLowerCase(Locale.ROOT)));
        fingerprints.stream().sorted().forEach(f -> all.add(new Attribute("fingerprint", f)));
        return all;
    }

    /// The line of the medium and its attributes: those of a file first.
    MediaDescription medium(List<Attribute> first) {
        List<Attribute> all = new ArrayList<>(first);
        all.add(new Attribute("accept-types", "*"));
        all.addAll(attributes());
        return new MediaDescription(
                FileOffer.MESSAGE,
                port,
                fingerprints.isEmpty() ? "TCP/MSRP" : "TCP/TLS/MSRP",
                List.of("*"),
                "",
                all);
    }

    /// A description that holds this one medium.
    SessionDescription description(long sessionId, MediaDescription medium) {
        return new SessionDescription(
                new Origin(
                        "-",
                        Long.toString(sessionId),
                        "1",
                        SessionDescription.addressType(host),
                        host),
                host,
                List.of(),
                List.of(medium));
    }
}

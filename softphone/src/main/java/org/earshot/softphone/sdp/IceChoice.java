package org.earshot.softphone.sdp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.earshot.softphone.media.ice.CandidateType;
import org.earshot.softphone.media.ice.Component;
import org.earshot.softphone.media.ice.IceCandidate;
import org.earshot.softphone.media.ice.IceCredentials;
import org.earshot.softphone.media.ice.IceParameters;

/// What offer and answer say of ICE (RFC 8839), by UDP. What is not understood is as if it were not there:
/// without ICE a call is as it was before ICE.
final class IceChoice {
    private static final String FRAGMENT = "ice-ufrag";
    private static final String PASSWORD = "ice-pwd";
    private static final String CANDIDATE = "candidate";
    private static final String LITE = "ice-lite";

    /// RFC 8839 §4.2.1.2: the port of a line whose address is none.
    private static final int NO_PORT = 9;

    private static final int MOST_CANDIDATES = 64;

    private IceChoice() {}

    /// What the other side says.
    ///
    /// @param lite whether it only answers checks
    record Remote(IceCredentials credentials, List<IceCandidate> candidates, boolean lite) {}

    /// Reads what the other side says of ICE; empty for a side that does not speak it, and where somebody between us has changed the
    /// addresses (RFC 8839 §4.2.5, "mismatch"): then those in the lines count.
    static Optional<Remote> read(SessionDescription session, MediaDescription medium) {
        Optional<String> fragment = session.values(medium, FRAGMENT).stream().findFirst();
        Optional<String> password = session.values(medium, PASSWORD).stream().findFirst();
        if (fragment.isEmpty() || password.isEmpty()) {
            return Optional.empty();
        }
        List<IceCandidate> candidates =
                medium.attributes(CANDIDATE).stream()
                        .limit(MOST_CANDIDATES)
                        .flatMap(line -> candidate(line).stream())
                        .toList();
        if (!names(medium, candidates, session)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new Remote(
                            new IceCredentials(fragment.get(), password.get()),
                            candidates,
                            session.attributes().stream()
                                    .anyMatch(a -> a.name().equalsIgnoreCase(LITE))));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// Whether the address of the line is one of the candidates, or none at all. Names of hosts, which browsers give in place of
    /// addresses, can't be compared.
    private static boolean names(
            MediaDescription medium, List<IceCandidate> candidates, SessionDescription session) {
        if (isNowhere(session, medium)
                || medium.attributes(CANDIDATE).stream().anyMatch(IceChoice::hasName)) {
            return true;
        }
        return address(session.connection(medium))
                .map(address -> new InetSocketAddress(address, medium.port()))
                .filter(line ->
                        of(Component.RTP, candidates).anyMatch(c -> c.address().equals(line)))
                .isPresent();
    }

    /// Whether a line has no address yet, as browsers write it; it is not on hold then.
    static boolean isNowhere(SessionDescription session, MediaDescription medium) {
        return medium.port() == NO_PORT
                && address(session.connection(medium))
                        .filter(InetAddress::isAnyLocalAddress)
                        .isPresent();
    }

    private static boolean hasName(String line) {
        String[] words = line.strip().split("[ \t]+", -1);
        return words.length > 4 && address(words[4]).isEmpty();
    }

    /// RFC 8839 §5.1: `foundation component transport priority address port typ type …`.
    private static Optional<IceCandidate> candidate(String line) {
        String[] words = line.strip().split("[ \t]+", -1);
        if (words.length < 8
                || !words[0].matches("[A-Za-z0-9+/]{1,32}")
                || !words[2].equalsIgnoreCase("udp")
                || !words[3].matches("[0-9]{1,10}")
                || !words[5].matches("[0-9]{1,5}")
                || !words[6].equalsIgnoreCase("typ")) {
            return Optional.empty();
        }
        Optional<InetAddress> address = address(words[4]);
        Optional<Component> component = Component.of(words[1]);
        Optional<CandidateType> type = CandidateType.of(words[7]);
        long priority = Long.parseLong(words[3]);
        int port = Integer.parseInt(words[5]);
        if (address.isEmpty()
                || component.isEmpty()
                || type.isEmpty()
                || priority < 1
                || priority > Integer.MAX_VALUE
                || port < 1
                || port > 65_535) {
            return Optional.empty();
        }
        return Optional.of(
                new IceCandidate(
                        words[0],
                        component.get(),
                        type.get(),
                        priority,
                        new InetSocketAddress(address.get(), port),
                        Optional.empty()));
    }

    private static Optional<InetAddress> address(String literal) {
        try {
            return Optional.of(InetAddress.ofLiteral(literal))
                    .filter(address ->
                            !address.isMulticastAddress() && !address.isLinkLocalAddress());
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Stream<IceCandidate> of(Component component, List<IceCandidate> candidates) {
        return candidates.stream().filter(c -> c.component() == component);
    }

    /// What we say.
    ///
    /// @param rtcp whether reports may need a port of their own
    static List<Attribute> describe(
            IceCredentials own, List<IceCandidate> candidates, boolean rtcp) {
        List<Attribute> attributes = new ArrayList<>();
        attributes.add(new Attribute(FRAGMENT, own.fragment()));
        attributes.add(new Attribute(PASSWORD, own.password()));
        attributes.add(new Attribute("ice-options", "ice2"));
        candidates.stream()
                .filter(candidate -> rtcp || candidate.component() == Component.RTP)
                .forEach(candidate -> attributes.add(new Attribute(CANDIDATE, line(candidate))));
        return attributes;
    }

    private static String line(IceCandidate candidate) {
        StringBuilder line =
                new StringBuilder()
                        .append(candidate.foundation())
                        .append(' ')
                        .append(candidate.component().id())
                        .append(" UDP ")
                        .append(candidate.priority())
                        .append(' ')
                        .append(SessionDescription.host(candidate.address().getAddress()))
                        .append(' ')
                        .append(candidate.address().getPort())
                        .append(" typ ")
                        .append(candidate.type().token());
        candidate
                .related()
                .ifPresent(related ->
                        line.append(" raddr ")
                                .append(SessionDescription.host(related.getAddress()))
                                .append(" rport ")
                                .append(related.getPort()));
        return line.toString();
    }

    /// Our credentials for an offer: those until now, or others where the way has to be found anew (RFC 8839 §4.4.1.1.1), as with
    /// other addresses of ours.
    ///
    /// @param current of the session that is being changed
    static IceCredentials own(
            LocalMedia local, Optional<Agreement> current, boolean anew, RandomGenerator random) {
        return current.filter(now -> !anew && isSamePlace(local, now))
                .flatMap(now -> now.media().ice())
                .map(IceParameters::local)
                .orElseGet(() -> IceCredentials.random(random));
    }

    private static boolean isSamePlace(LocalMedia local, Agreement current) {
        // what reports have is said where they may need it
        return current.localAudio().attributes(CANDIDATE).stream()
                .filter(line -> line.split(" ", 3)[1].equals("1"))
                .toList()
                .equals(of(Component.RTP, local.candidates()).map(IceChoice::line).toList());
    }

    /// Whether an offer begins anew.
    static boolean isRestart(Remote remote, Optional<Agreement> current) {
        return current.flatMap(now -> now.media().ice())
                .filter(now -> now.remote().equals(remote.credentials()))
                .isEmpty();
    }

    /// What both have said.
    static IceParameters agreed(IceCredentials own, Remote remote, boolean controlling) {
        return new IceParameters(
                own, remote.credentials(), remote.candidates(), remote.lite(), controlling);
    }
}

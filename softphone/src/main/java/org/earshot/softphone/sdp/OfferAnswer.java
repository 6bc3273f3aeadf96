package org.earshot.softphone.sdp;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.earshot.softphone.media.Direction;
import org.earshot.softphone.media.MediaParameters;
import org.earshot.softphone.media.PeerWishes;
import org.earshot.softphone.media.ice.IceCredentials;
import org.earshot.softphone.media.ice.IceParameters;
import org.earshot.softphone.media.noise.NoiseModel;

/// Offer and answer for one audio call (RFC 3264). Keeps nothing: the state of a session is its
/// [Agreement], which the caller holds. Thread-safe.
public final class OfferAnswer {
    private static final String REPORTS = "rtcp-xr";
    private static final String VOIP_METRICS = "voip-metrics";
    private static final int EVENTS_8K = 101, EVENTS_48K = 97;

    /// Where the other side wishes for nothing (RFC 3551 §4.2).
    private static final int USUAL_PACKET_MILLIS = 20;

    /// What the jitter buffer takes in its stride; who sends over a poor way may use it.
    private static final int LONGEST_PACKET_MILLIS = 60;

    private final LocalMedia local;
    private final MediaPolicy policy;
    private final SecureRandom random;

    /// @param random for session ids and keys
    public OfferAnswer(LocalMedia local, MediaPolicy policy, SecureRandom random) {
        this.local = local;
        this.policy = policy;
        this.random = random;
    }

    /// The first offer of a session (RFC 3264 §5): one audio line, both ways.
    public Offer offer(OfferedProfile profile) {
        return offer(profile, Direction.SEND_RECV);
    }

    /// The same, with audio as we wish for it.
    public Offer offer(OfferedProfile profile, Direction direction) {
        List<CryptoAttribute> keys = profile.hasKeys() ? KeyChoice.offer(random) : List.of();
        List<String> formats = new ArrayList<>();
        List<Attribute> attributes = new ArrayList<>();
        for (AudioCodec codec : AudioCodec.values()) {
            formats.add(Integer.toString(codec.payloadType()));
            attributes.addAll(AudioChoice.describe(codec, codec.payloadType(), policy.wishes()));
        }
        formats.add(Integer.toString(AudioChoice.REDUNDANCY));
        attributes.addAll(
                AudioChoice.describeRedundancy(
                        AudioChoice.REDUNDANCY, AudioCodec.OPUS.payloadType(), AudioCodec.OPUS));
        if (policy.wishes().comfortNoise()) {
            formats.add(Integer.toString(NoiseModel.PAYLOAD_TYPE));
            attributes.add(AudioChoice.describeComfortNoise());
        }
        formats.add(Integer.toString(EVENTS_48K));
        attributes.addAll(AudioChoice.describeEvents(EVENTS_48K, 48_000));
        formats.add(Integer.toString(EVENTS_8K));
        attributes.addAll(AudioChoice.describeEvents(EVENTS_8K, 8_000));
        Optional<IceCredentials> ice =
                usesIce() ? Optional.of(IceCredentials.random(random)) : Optional.empty();
        MediaDescription audio =
                audio(
                        profile.profile(),
                        formats,
                        attributes,
                        Security.offer(profile, keys, local, Optional.empty()),
                        ways(ice, false),
                        direction,
                        true);
        SessionDescription description = describe(newOrigin(), List.of(audio));
        return new Offer(description, profile, 0, keys, direction, ice, Optional.empty());
    }

    /// A later offer (RFC 3264 §8): the same lines in the same order, the same numbers, codec and keys, and
    /// another direction. An encrypted session insists on its keys, whatever profile its line has.
    public Offer offerAgain(Agreement current, Direction direction) {
        return offerAgain(current, direction, false);
    }

    /// The same, and perhaps with a search for another way (RFC 8839 §4.4.1.1.1, "ICE restart"), which there is in any case when our
    /// addresses are others.
    public Offer offerAgain(Agreement current, Direction direction, boolean otherWay) {
        MediaDescription before = current.localAudio();
        OfferedProfile profile = Security.profileOf(current);
        List<CryptoAttribute> keys =
                current.media()
                        .outboundKeys()
                        .map(k -> List.of(new CryptoAttribute(1, k)))
                        .orElse(List.of());
        List<Attribute> codecs =
                before.attributes().stream()
                        .filter(a -> a.name().equals("rtpmap") || a.name().equals("fmtp"))
                        .toList();
        Optional<IceCredentials> ice =
                usesIce() && current.media().ice().isPresent()
                        ? Optional.of(IceChoice.own(local, Optional.of(current), otherWay, random))
                        : Optional.empty();
        MediaDescription audio =
                audio(
                        before.profile(),
                        before.formats(),
                        codecs,
                        Security.offer(profile, keys, local, Optional.of(current)),
                        ways(ice, false),
                        direction,
                        true);
        List<MediaDescription> media = new ArrayList<>(current.local().media());
        media.set(current.audioIndex(), audio);
        SessionDescription description = next(current.local(), media);
        return new Offer(
                description,
                profile,
                current.audioIndex(),
                keys,
                direction,
                ice,
                current.media().dtls());
    }

    /// What an answer to our offer makes of it (RFC 3264 §7).
    ///
    /// @throws SdpException if it is no answer to this offer, refuses the audio, or leaves out what we insist on
    public Agreement agree(Offer offer, SessionDescription answer) throws SdpException {
        if (answer.media().size() != offer.description().media().size()) {
            throw new SdpException("answered another number of media");
        }
        MediaDescription theirs = answer.media().get(offer.audioIndex());
        if (theirs.port() == 0 || !theirs.kind().equalsIgnoreCase("audio")) {
            throw new SdpException("the audio was refused");
        }
        Security security = Security.agreed(offer, answer, theirs, local, policy);
        AudioChoice choice =
                AudioChoice.from(theirs, policy)
                        .orElseThrow(() -> new SdpException("no codec in common"));
        Direction offered = direction(answer, theirs);
        MediaParameters audio =
                parameters(
                        answer,
                        theirs,
                        offer.audio(),
                        choice,
                        DirectionAttribute.both(
                                DirectionAttribute.reversed(offered), offer.direction()),
                        security,
                        offer.ice()
                                .flatMap(own ->
                                        IceChoice.read(answer, theirs)
                                                .map(remote ->
                                                        IceChoice.agreed(own, remote, true))));
        return new Agreement(
                offer.description(),
                offer.profile(),
                offer.audioIndex(),
                choice.codec(),
                audio,
                !offered.receives());
    }

    /// Answers an offer (RFC 3264 §6): the first audio line that we can speak is taken, all others are
    /// refused. The answer is [Agreement#local].
    ///
    /// @param current of a session that is being changed
    /// @param wanted our side's wish: SEND_RECV; SEND_ONLY while we hold the other side; without sending where we have nothing to send
    /// @throws SdpException if there is no line that we can take: 488
    public Agreement answer(SessionDescription offer, Optional<Agreement> current, Direction wanted)
            throws SdpException {
        SdpException why = new SdpException("no audio was offered");
        for (int i = 0; i < offer.media().size(); i++) {
            MediaDescription medium = offer.media().get(i);
            if (!medium.kind().equalsIgnoreCase("audio") || medium.port() == 0) {
                continue;
            }
            try {
                return answer(offer, i, current, wanted);
            } catch (SdpException e) {
                why = e;
            }
        }
        throw why;
    }

    private Agreement answer(
            SessionDescription offer, int index, Optional<Agreement> current, Direction wanted)
            throws SdpException {
        MediaDescription theirs = offer.media().get(index);
        Security.Answered security = Security.answer(offer, theirs, current, local, policy, random);
        AudioChoice choice =
                AudioChoice.from(theirs, policy)
                        .orElseThrow(() -> new SdpException("no codec in common"));
        Direction offered = direction(offer, theirs);
        Direction ours = DirectionAttribute.both(DirectionAttribute.reversed(offered), wanted);
        Optional<IceParameters> ice = answerIce(offer, theirs, current);
        MediaDescription audio =
                audio(
                        theirs.profile(),
                        choice.answerFormats(),
                        choice.answerAttributes(policy.wishes()),
                        security.attributes(),
                        ways(ice.map(IceParameters::local), security.security().mux()),
                        ours,
                        wantsMetrics(offer, theirs));
        List<MediaDescription> media = new ArrayList<>();
        for (int i = 0; i < offer.media().size(); i++) {
            media.add(i == index ? audio : offer.media().get(i).refused());
        }
        SessionDescription description =
                current.map(c -> next(c.local(), media))
                        .orElseGet(() -> describe(newOrigin(), media));
        MediaParameters parameters =
                parameters(offer, theirs, audio, choice, ours, security.security(), ice);
        return new Agreement(
                description,
                security.profile(),
                index,
                choice.codec(),
                parameters,
                !offered.receives());
    }

    private MediaParameters parameters(
            SessionDescription session,
            MediaDescription theirs,
            MediaDescription ours,
            AudioChoice choice,
            Direction direction,
            Security security,
            Optional<IceParameters> ice)
            throws SdpException {
        InetAddress host = reachable(address(connection(session, theirs)));
        InetSocketAddress rtp = new InetSocketAddress(host, theirs.port());
        InetSocketAddress rtcp = security.mux() ? rtp : rtcp(theirs, host);
        for (InetAddress there : List.of(host, rtcp.getAddress())) {
            if (!there.isAnyLocalAddress() && !policy.reach().test(there)) {
                throw new SdpException("audio may not go to " + there.getHostAddress());
            }
        }
        return new MediaParameters(
                rtp,
                rtcp,
                choice.codec(ours, packetMillis(theirs), policy.wishes()),
                choice.telephoneEvents(ours),
                direction,
                security.keys().map(KeyChoice.Keys::local),
                security.keys().map(KeyChoice.Keys::remote),
                local.cname(),
                wishes(session, theirs),
                security.dtls(),
                ice);
    }

    /// A link-local address (RFC 4291 §2.5.6) says nothing of the network card, which is another one on each machine: it is that of
    /// our own address (RFC 4007 §6).
    private InetAddress reachable(InetAddress theirs) {
        if (!(theirs instanceof Inet6Address six)
                || !six.isLinkLocalAddress()
                || six.getScopeId() != 0
                || !(local.address() instanceof Inet6Address own)
                || own.getScopeId() == 0) {
            return theirs;
        }
        try {
            return Inet6Address.getByAddress(null, six.getAddress(), own.getScopeId());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of 16 bytes", e);
        }
    }

    private boolean usesIce() {
        return !local.candidates().isEmpty();
    }

    private Optional<IceParameters> answerIce(
            SessionDescription offer, MediaDescription theirs, Optional<Agreement> current) {
        if (!usesIce()) {
            return Optional.empty();
        }
        return IceChoice.read(offer, theirs)
                .map(remote ->
                        IceChoice.agreed(
                                IceChoice.own(
                                        local,
                                        current,
                                        IceChoice.isRestart(remote, current),
                                        random),
                                remote,
                                false));
    }

    /// The direction that the other side asks for. An address of zeros is how RFC 2543 said "on hold"
    /// (RFC 3264 §8.4): it does not receive.
    private static Direction direction(SessionDescription session, MediaDescription medium)
            throws SdpException {
        Direction said = DirectionAttribute.in(session, medium);
        return address(connection(session, medium)).isAnyLocalAddress()
                        && !IceChoice.isNowhere(session, medium)
                ? DirectionAttribute.both(said, Direction.SEND_ONLY)
                : said;
    }

    private static String connection(SessionDescription session, MediaDescription medium)
            throws SdpException {
        String text = session.connection(medium);
        if (text.isEmpty()) {
            throw new SdpException("no c= line");
        }
        return text;
    }

    private static InetAddress address(String text) throws SdpException {
        try {
            InetAddress address = InetAddress.ofLiteral(text);
            if (!address.isMulticastAddress()) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            throw new SdpException("c= holds no numeric address");
        }
        throw new SdpException("c= holds a multicast address");
    }

    /// RFC 3605: `a=rtcp:53020` or `a=rtcp:53020 IN IP4 126.16.64.4`; else the next port.
    private InetSocketAddress rtcp(MediaDescription theirs, InetAddress host) throws SdpException {
        Optional<String> value = theirs.attribute("rtcp");
        if (value.isPresent()) {
            String[] parts = value.get().split("[ \t]+", -1);
            if (parts[0].matches("[0-9]{1,5}")) {
                int port = Integer.parseInt(parts[0]);
                if (port > 0 && port <= 65535) {
                    return new InetSocketAddress(
                            parts.length == 4 ? reachable(address(parts[3])) : host, port);
                }
            }
        }
        return new InetSocketAddress(host, Math.min(65535, theirs.port() + 1));
    }

    private static int packetMillis(MediaDescription theirs) {
        return theirs.attribute("ptime")
                .filter(v -> v.matches("[0-9]{1,4}"))
                .map(Integer::parseInt)
                .map(OfferAnswer::packetMillis)
                .orElse(USUAL_PACKET_MILLIS);
    }

    private static int packetMillis(int wanted) {
        return wanted < 20 ? 10 : wanted < 40 ? 20 : wanted < 60 ? 40 : 60;
    }

    private static PeerWishes wishes(SessionDescription session, MediaDescription theirs) {
        return new PeerWishes(wantsMetrics(session, theirs), maxPacketMillis(theirs));
    }

    /// RFC 3611 §5.1, for the medium or for the whole session.
    private static boolean wantsMetrics(SessionDescription session, MediaDescription medium) {
        return Stream.concat(session.attributes().stream(), medium.attributes().stream())
                .filter(a -> a.name().equalsIgnoreCase(REPORTS))
                .anyMatch(a -> List.of(a.value().split("[ \t]+", -1)).contains(VOIP_METRICS));
    }

    /// RFC 8866 §6.4: who names no greatest packet gets none longer than it wished for.
    private static int maxPacketMillis(MediaDescription theirs) {
        return theirs.attribute("maxptime")
                .filter(v -> v.matches("[0-9]{1,4}"))
                .map(Integer::parseInt)
                .map(OfferAnswer::packetMillis)
                .orElseGet(() -> packetMillis(theirs));
    }

    private MediaDescription audio(
            String profile,
            List<String> formats,
            List<Attribute> codecs,
            List<Attribute> security,
            List<Attribute> ways,
            Direction direction,
            boolean reports) {
        List<Attribute> attributes = new ArrayList<>();
        // RFC 3605 §2.1: else everybody knows; RFC 8839 §4.2.1.2
        if (local.rtcpPort() != local.rtpPort() + 1 || !ways.isEmpty()) {
            attributes.add(new Attribute("rtcp", Integer.toString(local.rtcpPort())));
        }
        attributes.addAll(codecs);
        attributes.add(new Attribute("ptime", Integer.toString(local.packetMillis())));
        attributes.add(new Attribute("maxptime", Integer.toString(LONGEST_PACKET_MILLIS)));
        attributes.addAll(security);
        attributes.addAll(ways);
        if (reports) {
            attributes.add(new Attribute(REPORTS, VOIP_METRICS));
        }
        attributes.add(DirectionAttribute.of(direction));
        return new MediaDescription("audio", local.rtpPort(), profile, formats, "", attributes);
    }

    /// @param mux whether it is certain that reports need no port of their own
    private List<Attribute> ways(Optional<IceCredentials> ice, boolean mux) {
        return ice.map(own -> IceChoice.describe(own, local.candidates(), !mux)).orElse(List.of());
    }

    private SessionDescription describe(Origin origin, List<MediaDescription> media) {
        return new SessionDescription(origin, host(), List.of(), media);
    }

    /// RFC 3264 §8: the version counts up by one when, and only when, something changed; nothing else of the `o=`
    /// line changes, not even with our address.
    private SessionDescription next(SessionDescription before, List<MediaDescription> media) {
        SessionDescription same = describe(before.origin(), media);
        if (same.equals(before)) {
            return before;
        }
        Origin o = before.origin();
        long version = Long.parseLong(o.version()) + 1;
        return describe(
                new Origin(
                        o.username(),
                        o.sessionId(),
                        Long.toString(version),
                        o.addressType(),
                        o.address()),
                media);
    }

    private Origin newOrigin() {
        String id = Long.toString(random.nextLong() >>> 2);
        return new Origin("-", id, "1", SessionDescription.addressType(host()), host());
    }

    private String host() {
        return SessionDescription.host(local.address());
    }
}

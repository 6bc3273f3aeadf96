package org.earshot.softphone.sdp;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.earshot.softphone.media.Direction;

/// An offer to send a file by MSRP (RFC 5547 §8.2.1), of ours or somebody's: one medium `message` with a file selector.
///
/// @param transferId by which both sides know the transfer again, also in a later session
/// @param from the first byte that is to be sent, counted from 0
/// @param ranged whether the offer says from where on (`a=file-range`), so that the answer may ask for less
/// @param modified when the file was changed last, if that is told
/// @param end the offerer's
public record FileOffer(
        FileSelector selector,
        String transferId,
        long from,
        boolean ranged,
        Optional<Instant> modified,
        MsrpEnd end) {
    static final String MESSAGE = "message";
    private static final String SELECTOR = "file-selector";

    /// RFC 5322, as `file-date` wants it.
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    /// Whether a description is about files and nothing else: of its media that live only one is left, a `message` with a file
    /// selector.
    public static boolean isIn(SessionDescription session) {
        List<MediaDescription> live = session.media().stream().filter(m -> m.port() != 0).toList();
        return live.size() == 1 && isFile(live.getFirst());
    }

    private static boolean isFile(MediaDescription medium) {
        return medium.kind().equalsIgnoreCase(MESSAGE) && medium.attribute(SELECTOR).isPresent();
    }

    /// Reads somebody's offer.
    ///
    /// @throws SdpException if it can't be used, in words for its sender
    public static FileOffer read(SessionDescription session) throws SdpException {
        if (!isIn(session)) {
            throw new SdpException("no offer of one file");
        }
        MediaDescription medium =
                session.media().stream().filter(m -> m.port() != 0).findFirst().orElseThrow();
        if (DirectionAttribute.in(session, medium) != Direction.SEND_ONLY) {
            throw new SdpException("files are only taken, not given");
        }
        if (!medium.profile().equalsIgnoreCase("TCP/TLS/MSRP")) {
            throw new SdpException("files are taken by TCP/TLS/MSRP only");
        }
        if (medium.attributes(SELECTOR).size() > 1) {
            throw new SdpException("several files in one medium"); // which others read otherwise
        }
        FileSelector selector = FileSelector.parse(medium.attribute(SELECTOR).orElseThrow());
        if (selector.size().isEmpty()) {
            throw new SdpException("the size of the file is not said");
        }
        Optional<String> range = medium.attribute("file-range");
        FileRange wanted = FileRange.parse(range.orElse("1-*"));
        if (!wanted.reachesTheEnd(selector.size())) {
            throw new SdpException("pieces of files are not taken");
        }
        MsrpEnd end = MsrpEnd.read(session, medium);
        if (end.fingerprints().isEmpty()) {
            throw new SdpException("no a=fingerprint");
        }
        return new FileOffer(
                selector,
                medium.attribute("file-transfer-id").filter(id -> !id.isBlank()).orElse(""),
                wanted.first() - 1,
                range.isPresent(),
                modified(medium),
                end);
    }

    /// One that can't be read is none: it changes nothing.
    private static Optional<Instant> modified(MediaDescription medium) {
        String value = medium.attribute("file-date").orElse("");
        int at = value.indexOf("modification:\"");
        int close = at < 0 ? -1 : value.indexOf('"', at + 14);
        if (close < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    Instant.from(
                            DateTimeFormatter.RFC_1123_DATE_TIME.parse(
                                    value.substring(at + 14, close))));
        } catch (java.time.DateTimeException _) {
            return Optional.empty();
        }
    }

    /// One that takes a file back, of which the other side may have a part: no medium lives (RFC 3264 §5.1), and the one of a file says
    /// which. Others refuse an INVITE that offers nothing, and so end nothing that they don't have.
    ///
    /// @param host of whoever says so
    /// @param id of the transfer
    public static FileOffer takingBack(FileSelector selector, String id, String host) {
        return new FileOffer(
                selector,
                id,
                0,
                false,
                Optional.empty(),
                new MsrpEnd(
                        host,
                        0,
                        List.of("msrps://" + uriHost(host) + ":9/" + id + ";tcp"),
                        Set.of(),
                        MsrpEnd.Setup.PASSIVE));
    }

    private static String uriHost(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    /// Which file a description takes back, as [#takingBack] does.
    public static Optional<TakenBack> takenBackIn(SessionDescription session) {
        if (session.media().size() != 1
                || session.media().getFirst().port() != 0
                || !isFile(session.media().getFirst())) {
            return Optional.empty();
        }
        MediaDescription medium = session.media().getFirst();
        try {
            FileSelector selector = FileSelector.parse(medium.attribute(SELECTOR).orElseThrow());
            return medium.attribute("file-transfer-id")
                    .filter(id -> !id.isBlank())
                    .map(id -> new TakenBack(selector, id));
        } catch (SdpException _) {
            return Optional.empty();
        }
    }

    /// What its sender does not offer any more.
    ///
    /// @param transferId not blank
    public record TakenBack(FileSelector selector, String transferId) {}

    /// As a description.
    ///
    /// @param sessionId of its `o=`
    public SessionDescription description(long sessionId) {
        List<Attribute> attributes = new ArrayList<>();
        attributes.add(DirectionAttribute.of(Direction.SEND_ONLY));
        attributes.add(new Attribute(SELECTOR, selector.value()));
        attributes.add(new Attribute("file-transfer-id", transferId));
        attributes.add(new Attribute("file-disposition", "attachment"));
        modified.ifPresent(when ->
                attributes.add(
                        new Attribute("file-date", "modification:\"" + DATE.format(when) + '"')));
        if (ranged) {
            attributes.add(FileRange.from(from));
        }
        return end.description(sessionId, end.medium(attributes));
    }

    /// The answer of somebody who takes the file.
    ///
    /// @param offer what he answers to, whose refused media are answered too
    /// @param have bytes that he has already, at the file's beginning
    /// @param own his end; who connects is what the offer leaves to him
    public SessionDescription answer(
            SessionDescription offer, long have, MsrpEnd own, long sessionId) {
        List<Attribute> attributes = new ArrayList<>();
        attributes.add(DirectionAttribute.of(Direction.RECV_ONLY));
        // RFC 5547 §8.3.2: the same selector, whole
        attributes.add(new Attribute(SELECTOR, selector.value()));
        if (!transferId.isEmpty()) {
            attributes.add(new Attribute("file-transfer-id", transferId));
        }
        attributes.add(new Attribute("file-disposition", "attachment"));
        if (ranged || have > 0) {
            attributes.add(FileRange.from(have));
        }
        MediaDescription taken = own.with(answered(own)).medium(attributes);
        List<MediaDescription> media =
                offer.media().stream()
                        .map(m -> isFile(m) && m.port() != 0 ? taken : m.refused())
                        .toList();
        SessionDescription one = own.description(sessionId, taken);
        return new SessionDescription(one.origin(), one.connection(), List.of(), media);
    }

    /// Who connects, as an answer says it (RFC 4145 §4.1): the answerer, unless the offerer wants to, or the answerer is at a relay,
    /// which is connected to.
    ///
    /// @param own the answerer's end
    public MsrpEnd.Setup answered(MsrpEnd own) {
        return end.setup() == MsrpEnd.Setup.ACTIVE || own.isAtRelay()
                ? MsrpEnd.Setup.PASSIVE
                : MsrpEnd.Setup.ACTIVE;
    }
}

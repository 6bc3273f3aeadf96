package org.earshot.server.msrprelay;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.sip.header.Header;
import org.earshot.common.account.Account;
import org.earshot.common.auth.Authentication;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.msrp.Continuation;
import org.earshot.common.msrp.MalformedMsrpException;
import org.earshot.common.msrp.MsrpFrame;
import org.earshot.common.msrp.MsrpParser;
import org.earshot.common.msrp.MsrpUri;

/// What the thread does that reads one connection: AUTH is answered, all else goes on piece by piece as it comes. One thread.
final class RelayReading {
    private static final int OK = 200;
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    private final RelayLeg leg;
    private final MsrpRelay relay;
    private final MsrpParser parser = new MsrpParser();
    private Optional<MsrpFrame> request = Optional.empty(); // that is coming
    private Optional<RelayLeg> next = Optional.empty(); // where it goes
    private Optional<RelayLeg.Chunk> chunk = Optional.empty(); // likewise
    private Optional<Refusal> refusal = Optional.empty(); // why it goes nowhere

    private long rest; // until when nothing more is read

    private record Refusal(int status, String comment) {}

    RelayReading(RelayLeg leg, MsrpRelay relay) {
        this.leg = leg;
        this.relay = relay;
    }

    /// Serves it to its end.
    void run() throws IOException {
        leg.tls().startHandshake();
        rest = relay.now();
        InputStream in = leg.tls().getInputStream();
        try {
            while (true) {
                MsrpParser.Event event = parser.next();
                if (event instanceof MsrpParser.Event.Partial) {
                    relay.rest(leg, rest);
                    if (!parser.fill(in::read)) {
                        return;
                    }
                    leg.read();
                } else if (!leg.isFinishing()) {
                    handle(event);
                }
            }
        } catch (MalformedMsrpException e) {
            relay.refused(leg, 0, "no MSRP: " + e.getMessage());
        } finally {
            if (chunk.isPresent()) {
                next.orElseThrow().leave(chunk.get());
            }
        }
    }

    private void handle(MsrpParser.Event event) throws IOException, MalformedMsrpException {
        switch (event) {
            case MsrpParser.Event.Head(MsrpFrame frame) -> begin(frame);
            case MsrpParser.Event.Body(byte[] buffer, int offset, int length) -> {
                if (chunk.isPresent()) {
                    send(to -> to.write(chunk.get(), buffer, offset, length));
                    restUntil(relay.relayed(leg, next.orElseThrow(), length));
                }
            }
            case MsrpParser.Event.End(Continuation continuation) -> end(continuation);
            case MsrpParser.Event.Partial _ -> {
                // never comes here
            }
        }
    }

    private void restUntil(long until) {
        if (until - rest > 0) {
            rest = until;
        }
    }

    private interface Write {
        void to(RelayLeg next) throws IOException;
    }

    /// A next hop that can't be written to is closed, and its requests are reported; this connection lives on.
    private void send(Write write) {
        RelayLeg to = next.orElseThrow();
        try {
            write.to(to);
        } catch (IOException _) {
            to.close();
            chunk = Optional.empty();
            refusal = Optional.of(new Refusal(481, "the next hop is gone"));
        }
    }

    private void begin(MsrpFrame frame) throws MalformedMsrpException {
        request = Optional.empty();
        refusal = Optional.empty();
        chunk = Optional.empty();
        if (frame.start() instanceof MsrpFrame.Start.Response(int status, String comment)) {
            leg.answered(frame.transaction())
                    .filter(_ -> status / 100 != 2)
                    .ifPresent(one -> relay.report(one, status, comment));
            return;
        }
        request = Optional.of(frame);
        if (frame.is("AUTH")) {
            return;
        }
        if (!frame.is("SEND") && !frame.is("REPORT")) {
            refusal = Optional.of(new Refusal(501, "only AUTH, SEND and REPORT"));
            return;
        }
        switch (relay.table().route(frame, leg)) {
            case RelayTable.Route.Refused<RelayLeg>(int status, String comment) ->
                    refusal = Optional.of(new Refusal(status, comment));
            case RelayTable.Route.To<RelayLeg> to -> {
                boolean _ = leg.known();
                next = Optional.of(to.next());
                if (relay.settings().bytesPerSecond() > 0) {
                    // what has no content takes the line as well
                    restUntil(relay.passed(leg, to.next(), frame.bytes().length));
                }
                chunk = Optional.of(new RelayLeg.Chunk(new Forwarded(frame, to), leg));
                if (frame.hasBody()) {
                    // one without goes as a whole: nothing may break into it
                    send(hop -> hop.write(chunk.get(), new byte[0], 0, 0));
                }
            }
        }
    }

    private void end(Continuation continuation) throws IOException {
        if (request.isEmpty()) {
            return;
        }
        MsrpFrame frame = request.get();
        request = Optional.empty();
        if (frame.is("AUTH")) {
            authenticate(frame);
            return;
        }
        if (chunk.isPresent()) {
            send(hop -> hop.end(chunk.get(), continuation));
            chunk = Optional.empty();
        }
        int status = refusal.map(Refusal::status).orElse(OK);
        if (refusal.isPresent()) {
            relay.refused(leg, status, refusal.get().comment());
        }
        if (!frame.is("REPORT") && frame.wantsResponse(status)) {
            leg.write(frame.response(status, refusal.map(Refusal::comment).orElse("OK")));
        }
    }

    // AUTH (RFC 4976 §5.1, §9.1).

    private void authenticate(MsrpFrame frame) throws IOException {
        MsrpUri asked = frame.toPath().getLast();
        if (frame.toPath().size() > 1
                || !asked.secure()
                || !relay.settings().isUs().test(asked.host())) {
            refuse(frame, 403, "another relay, and we connect to none");
            return;
        }
        Optional<String> expires = frame.field("Expires");
        Duration life = relay.settings().maxExpires();
        if (expires.isPresent()) {
            life =
                    SECONDS.matcher(expires.get()).matches()
                            ? Duration.ofSeconds(Long.parseLong(expires.get()))
                            : Duration.ZERO;
        }
        Authentication result;
        try {
            result =
                    relay.authenticator()
                            .authenticate(
                                    "AUTH",
                                    asked.toString(),
                                    leg.remote().getAddress(),
                                    frame.field("Authorization").stream().toList());
        } catch (StoreUnavailableException _) {
            refuse(frame, 408, "not now");
            return;
        }
        switch (result) {
            case Authentication.Challenged(int _, List<Header> challenges) -> {
                if (frame.field("Authorization").isPresent()) {
                    relay.refused(leg, 401, "wrong or old credentials");
                }
                leg.write(with(frame.response(401, "Unauthorized"), fields(challenges)));
            }
            case Authentication.Refused refused -> refuse(frame, 403, refused.reason());
            case Authentication.Authenticated(Account account, String _) ->
                    grant(frame, asked, account, life);
        }
    }

    private static List<MsrpFrame.Field> fields(List<Header> challenges) {
        return challenges.stream()
                .map(header ->
                        new MsrpFrame.Field(
                                "WWW-Authenticate",
                                header.toString()
                                        .strip()
                                        .substring(header.getName().length() + 1)
                                        .strip()))
                .toList();
    }

    private void grant(MsrpFrame frame, MsrpUri asked, Account account, Duration life)
            throws IOException {
        MsrpRelay.Settings settings = relay.settings();
        boolean brief = life.compareTo(settings.minExpires()) < 0;
        if (brief || life.compareTo(settings.maxExpires()) > 0) {
            MsrpFrame.Field bound =
                    brief
                            ? new MsrpFrame.Field("Min-Expires", seconds(settings.minExpires()))
                            : new MsrpFrame.Field("Max-Expires", seconds(settings.maxExpires()));
            leg.write(with(frame.response(423, "Interval Out-of-Bounds"), List.of(bound)));
            return;
        }
        Optional<MsrpUri> use =
                relay.table()
                        .grant(
                                account.address(),
                                leg,
                                asked.host().toLowerCase(Locale.ROOT),
                                asked.port().orElse(leg.localPort()),
                                life);
        if (use.isEmpty()) {
            refuse(frame, 403, "too many sessions");
            return;
        }
        boolean _ = leg.known();
        leg.isOf(account.address());
        leg.write(
                with(
                        frame.response(OK, "OK"),
                        List.of(
                                new MsrpFrame.Field("Use-Path", use.get().toString()),
                                new MsrpFrame.Field("Expires", seconds(life)))));
    }

    private static String seconds(Duration duration) {
        return Long.toString(duration.toSeconds());
    }

    private void refuse(MsrpFrame frame, int status, String comment) throws IOException {
        relay.refused(leg, status, comment);
        leg.write(frame.response(status, comment));
    }

    private static MsrpFrame with(MsrpFrame frame, List<MsrpFrame.Field> more) {
        List<MsrpFrame.Field> fields = new ArrayList<>(frame.fields());
        fields.addAll(more);
        return new MsrpFrame(
                frame.transaction(),
                frame.start(),
                frame.toPath(),
                frame.fromPath(),
                fields,
                false);
    }
}

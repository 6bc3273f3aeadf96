package org.earshot.softphone.file;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.earshot.common.msrp.MsrpFrame;
import org.earshot.common.msrp.MsrpUri;

/// AUTH on one connection to our relay (RFC 4976 §5.1, §9.1): what is asked, and what the answers mean. Knows no socket and no
/// time. One thread at a time.
final class RelayLogin {
    private static final int UNAUTHORIZED = 401;
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,6}");
    private static final Duration USUAL = Duration.ofMinutes(10); // where the relay does not say

    private final OwnRelay relay;
    private final MsrpUri own;
    private final MsrpIds ids;
    private String transaction = "";
    private boolean answered; // the challenge, since we began

    /// What is to be done.
    sealed interface Step {
        /// To be sent.
        record Ask(MsrpFrame frame) implements Step {}

        /// We are in.
        ///
        /// @param use by which URI others reach us there
        /// @param life for so long
        record Granted(MsrpUri use, Duration life) implements Step {}

        /// We are not let in.
        record Refused(String words) implements Step {}
    }

    /// @param own our end of the session that is to be reached
    RelayLogin(OwnRelay relay, MsrpUri own, MsrpIds ids) {
        this.relay = relay;
        this.own = own;
        this.ids = ids;
    }

    /// Begins, also once more to stay in.
    MsrpFrame begin() {
        answered = false;
        return ask();
    }

    private MsrpFrame ask(MsrpFrame.Field... credentials) {
        transaction = ids.transaction();
        return MsrpFrame.request(
                transaction, "AUTH", List.of(relay.uri()), List.of(own), credentials);
    }

    /// Whether a frame answers what was asked last.
    boolean isAnswer(MsrpFrame frame) {
        return frame.start() instanceof MsrpFrame.Start.Response
                && frame.transaction().equals(transaction);
    }

    /// What an answer means.
    Step after(MsrpFrame answer) {
        MsrpFrame.Start.Response response = (MsrpFrame.Start.Response) answer.start();
        if (response.status() == UNAUTHORIZED && !answered) {
            answered = true;
            return relay.authorization(
                            answer.fields().stream()
                                    .filter(f -> f.name().equalsIgnoreCase("WWW-Authenticate"))
                                    .map(MsrpFrame.Field::value)
                                    .toList())
                    .<Step>map(
                            value -> new Step.Ask(ask(new MsrpFrame.Field("Authorization", value))))
                    .orElseGet(() ->
                            new Step.Refused("the relay asks for a password of another kind"));
        }
        if (response.status() / 100 != 2) {
            return new Step.Refused(
                    response.status() == UNAUTHORIZED
                            ? "the relay does not take our password"
                            : "the relay lets us not in: " + response.status());
        }
        Optional<MsrpUri> use = use(answer);
        return use.isPresent()
                ? new Step.Granted(use.get(), life(answer))
                : new Step.Refused("the relay gives no address that others could use");
    }

    /// One hop: behind a second relay we would not hear whether the first one is gone.
    private static Optional<MsrpUri> use(MsrpFrame answer) {
        try {
            return answer.field("Use-Path")
                    .map(MsrpUri::parsePath)
                    .filter(path -> path.size() == 1)
                    .map(List::getFirst)
                    .filter(uri -> uri.secure() && !uri.session().isEmpty());
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Duration life(MsrpFrame answer) {
        return answer.field("Expires")
                .filter(text -> SECONDS.matcher(text).matches())
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .orElse(USUAL);
    }
}

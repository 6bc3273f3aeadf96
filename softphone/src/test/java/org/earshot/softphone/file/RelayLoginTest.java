package org.earshot.softphone.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.earshot.common.msrp.MsrpFrame;
import org.earshot.common.msrp.MsrpUri;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelayLoginTest {
    private static final MsrpUri RELAY = MsrpUri.parse("msrps://192.0.2.9:2855;tcp");
    private static final MsrpUri OWN = MsrpUri.parse("msrps://192.0.2.1:4000/abc;tcp");
    private static final String USE = "msrps://192.0.2.9:2855/token;tcp";

    private final RelayLogin login =
            new RelayLogin(
                    new OwnRelay() {
                        @Override
                        public MsrpUri uri() {
                            return RELAY;
                        }

                        @Override
                        public SSLSocket secure(Socket socket) {
                            throw new AssertionError("no sockets here");
                        }

                        @Override
                        public Optional<String> authorization(List<String> challenges) {
                            return challenges.stream()
                                    .filter("Digest ours"::equals)
                                    .map(_ -> "Digest answer")
                                    .findFirst();
                        }
                    },
                    OWN,
                    new MsrpIds());

    private static MsrpFrame answer(MsrpFrame asked, int status, String... fields) {
        MsrpFrame bare = asked.response(status, "");
        List<MsrpFrame.Field> all = new ArrayList<>();
        for (int i = 0; i < fields.length; i += 2) {
            all.add(new MsrpFrame.Field(fields[i], fields[i + 1]));
        }
        return new MsrpFrame(
                bare.transaction(), bare.start(), bare.toPath(), bare.fromPath(), all, false);
    }

    @Test
    void theChallengeIsAnsweredAndTheAddressTaken() {
        MsrpFrame first = login.begin();
        assertThat(first.is("AUTH")).isTrue();
        assertThat(first.toPath()).containsExactly(RELAY);
        assertThat(first.fromPath()).containsExactly(OWN);
        assertThat(first.field("Authorization")).isEmpty();

        MsrpFrame challenge =
                answer(
                        first,
                        401,
                        "WWW-Authenticate",
                        "Digest other",
                        "WWW-Authenticate",
                        "Digest ours");
        assertThat(login.isAnswer(challenge)).isTrue();
        MsrpFrame second = ((RelayLogin.Step.Ask) login.after(challenge)).frame();
        assertThat(second.field("Authorization")).contains("Digest answer");
        assertThat(second.transaction()).isNotEqualTo(first.transaction());
        assertThat(login.isAnswer(challenge)).as("the one before").isFalse();
        assertThat(login.after(answer(second, 200, "Use-Path", USE, "Expires", "700")))
                .isEqualTo(
                        new RelayLogin.Step.Granted(MsrpUri.parse(USE), Duration.ofSeconds(700)));
    }

    @Test
    void aWrongPasswordIsTriedOnce() {
        MsrpFrame second =
                ((RelayLogin.Step.Ask)
                                login.after(
                                        answer(
                                                login.begin(),
                                                401,
                                                "WWW-Authenticate",
                                                "Digest ours")))
                        .frame();
        assertThat(login.after(answer(second, 401, "WWW-Authenticate", "Digest ours")))
                .isEqualTo(new RelayLogin.Step.Refused("the relay does not take our password"));
    }

    @ParameterizedTest
    @CsvSource({
        "401, WWW-Authenticate, Digest other",
        "403, X, x",
        "423, Min-Expires, 60",
        "200, X, x",
        "200, Use-Path, nothing",
        "200, Use-Path, msrp://192.0.2.9:2855/token;tcp",
        "200, Use-Path, msrps://192.0.2.9:2855;tcp",
        "200, Use-Path, msrps://192.0.2.9/a;tcp msrps://192.0.2.8/b;tcp"
    })
    void allElseIsNoWay(int status, String field, String value) {
        assertThat(login.after(answer(login.begin(), status, field, value)))
                .isInstanceOf(RelayLogin.Step.Refused.class);
    }

    @ParameterizedTest
    @CsvSource({"x, 600", "60, 60", "99999999999, 600", "'', 600"})
    void howLongItHolds(String expires, long seconds) {
        assertThat(login.after(answer(login.begin(), 200, "Use-Path", USE, "Expires", expires)))
                .isEqualTo(
                        new RelayLogin.Step.Granted(
                                MsrpUri.parse(USE), Duration.ofSeconds(seconds)));
    }
}

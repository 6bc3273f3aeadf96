package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Who may call without a server.
class DirectPolicyTest {
    private static final String ALICE = "sip:alice@example.org";
    private static final String CAROL = "sip:carol@other.example";

    private static Optional<String> refusal(String account, Map<String, Boolean> said) {
        return DirectPolicy.refusal(Optional.ofNullable(account), said);
    }

    @Test
    void aServerThatAllowsItIsBelieved() {
        assertThat(refusal(ALICE, Map.of(ALICE, true))).isEmpty();
        assertThat(refusal(ALICE, Map.of(ALICE, true, CAROL, false))).isEmpty();
    }

    @Test
    void aServerThatForbidsItIsBelievedToo() {
        assertThat(refusal(ALICE, Map.of(ALICE, false)))
                .contains(
                        "the organisation of sip:alice@example.org does not allow calls without its server");
    }

    @Test
    void beforeTheServerHasSaidAnythingThereAreNone() {
        assertThat(refusal(ALICE, Map.of())).hasValueSatisfying(r -> assertThat(r).contains("yet"));
        assertThat(refusal(ALICE, Map.of(CAROL, true))).isPresent();
    }

    @Test
    void withoutAnAccountEverybodyMayWhomNobodyHasForbiddenIt() {
        assertThat(refusal(null, Map.of())).isEmpty();
        assertThat(refusal(null, Map.of(ALICE, true))).isEmpty();
        assertThat(refusal(null, Map.of(ALICE, true, CAROL, false)))
                .hasValueSatisfying(r -> assertThat(r).contains(CAROL));
    }
}

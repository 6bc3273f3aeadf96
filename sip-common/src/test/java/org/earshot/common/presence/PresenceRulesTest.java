package org.earshot.common.presence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.presence.PresenceRules.Handling;
import org.earshot.common.presence.PresenceRules.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PresenceRulesTest {
    private static final PresenceRules RULES =
            new PresenceRules(
                    List.of(
                            new Rule("sip:a@x", Handling.ALLOW),
                            new Rule("sip:b@x", Handling.POLITE_BLOCK),
                            new Rule("sip:<c>@x", Handling.BLOCK),
                            new Rule("sip:d@x", Handling.CONFIRM)));

    private static PresenceRules parse(String rules) throws MalformedPayloadException {
        return PresenceRules.parse(
                ("<cp:ruleset xmlns:cp='urn:ietf:params:xml:ns:common-policy'"
                                + " xmlns:pr='urn:ietf:params:xml:ns:pres-rules'>"
                                + rules
                                + "</cp:ruleset>")
                        .getBytes(UTF_8));
    }

    private static String rule(String identity, String more, String handling) {
        return ("<cp:rule id='a'><cp:conditions><cp:identity>%s</cp:identity>%s</cp:conditions>"
                        + "<cp:actions><pr:sub-handling>%s</pr:sub-handling></cp:actions></cp:rule>")
                .formatted(identity, more, handling);
    }

    @Test
    void whatIsWrittenIsRead() throws Exception {
        assertThat(PresenceRules.parse(RULES.toBytes())).isEqualTo(RULES);
        assertThat(PresenceRules.parse(new PresenceRules(List.of()).toBytes()).rules()).isEmpty();
    }

    @Test
    void oneRuleMayNameMany() throws Exception {
        assertThat(
                        parse(rule("<cp:one id='sip:a@x'/><cp:one id='sip:b@x'/>", "", " block "))
                                .rules())
                .containsExactly(
                        new Rule("sip:a@x", Handling.BLOCK), new Rule("sip:b@x", Handling.BLOCK));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<cp:rule id='a'/>",
                "<cp:many domain='x'/>",
                "<cp:one/>",
                "<cp:one id='sip:a@x'><cp:except/></cp:one>"
            })
    void whatWouldNotHoldIsRefused(String identity) {
        assertThatThrownBy(() -> parse(rule(identity, "", "allow")))
                .isInstanceOf(MalformedPayloadException.class);
        assertThatThrownBy(() -> parse(rule("<cp:one id='a'/>", "<cp:validity/>", "allow")))
                .isInstanceOf(MalformedPayloadException.class);
        assertThatThrownBy(() -> parse(rule("<cp:one id='a'/>", "", "maybe")))
                .isInstanceOf(MalformedPayloadException.class);
    }

    @Test
    void whateverComesIsReadOrRefused() {
        byte[] body = RULES.toBytes();
        Random random = new Random(3);
        for (int i = 0; i < 3_000; i++) {
            byte[] bytes = body.clone();
            for (int n = random.nextInt(5); n >= 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(PresenceRules.parse(bytes)).isNotNull();
            } catch (MalformedPayloadException e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        }
        for (int length = 0; length < body.length - 1; length++) {
            byte[] cut = Arrays.copyOf(body, length);
            assertThatThrownBy(() -> PresenceRules.parse(cut))
                    .isInstanceOf(MalformedPayloadException.class);
        }
    }
}

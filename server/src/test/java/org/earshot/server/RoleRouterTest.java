package org.earshot.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.RequestHandler;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoleRouterTest {
    private static final RequestHandler REGISTRAR = request -> request.respond(200, "Registrar");
    private static final RequestHandler PROXY = request -> request.respond(200, "Proxy");

    @ParameterizedTest(name = "{0}: {1} gives {2}")
    @CsvSource({
        "BOTH,      REGISTER,   200 Registrar",
        "BOTH,      INVITE,     200 Proxy",
        "BOTH,      OPTIONS,    200 Proxy",
        "BOTH,      FROBNICATE, 200 Proxy",
        "REGISTRAR, REGISTER,   200 Registrar",
        "REGISTRAR, OPTIONS,    200 OK",
        "REGISTRAR, INVITE,     405 Method Not Allowed",
        "PROXY,     REGISTER,   405 Registrations Go To The Registrar",
        "PROXY,     INVITE,     200 Proxy",
    })
    void eachRoleServesItsMethods(ServerMain.Role role, String method, String answer) {
        RequestHandler router =
                RoleRouter.of(
                        role,
                        Map.of("REGISTER", REGISTRAR),
                        role == ServerMain.Role.REGISTRAR ? Optional.empty() : Optional.of(PROXY));
        RecordedRequest request = RecordedRequest.of(text(method)).handledBy(router);
        assertThat(
                        request.finalResponse().getStatusCode()
                                + " "
                                + request.finalResponse().getReasonPhrase())
                .isEqualTo(answer);
    }

    private static String text(String method) {
        return """
        %1$s sip:example.org SIP/2.0
        Via: SIP/2.0/UDP 192.0.2.4;branch=z9hG4bK1
        From: <sip:alice@example.org>;tag=a
        To: <sip:alice@example.org>
        Call-ID: 1
        CSeq: 1 %1$s
        """
                .formatted(method);
    }
}

package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.earshot.common.service.ServiceHeader;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.Transport;
import org.junit.jupiter.api.Test;

/// What is asked of the server about groups.
class GroupCommandsTest {
    private final List<String> asked = new ArrayList<>();

    private final GroupGateway gateway =
            (GroupGateway)
                    Proxy.newProxyInstance(
                            GroupGateway.class.getClassLoader(),
                            new Class<?>[] {GroupGateway.class},
                            (_, method, arguments) -> {
                                StringBuilder words = new StringBuilder(method.getName());
                                for (int i = 1; i < arguments.length; i++) {
                                    words.append(" ").append(arguments[i]);
                                }
                                asked.add(words.toString());
                                return CompletableFuture.completedFuture(null);
                            });

    private GroupService groups() {
        AccountGateway accounts =
                (AccountGateway)
                        Proxy.newProxyInstance(
                                AccountGateway.class.getClassLoader(),
                                new Class<?>[] {AccountGateway.class},
                                (_, _, _) -> gateway);
        return new TestPhone(
                        "alice",
                        "192.0.2.1",
                        Transport.TLS,
                        new FakeTimers(),
                        PhoneParts.of("alice").with(accounts))
                .registeredWith(
                        ServiceHeader.NAME,
                        ServiceHeader.text(URI.create("https://example.org:8443")))
                .agent
                .groups();
    }

    @Test
    void addressesAndNamesOfOurDomainAreOne() {
        GroupService groups = groups();
        groups.mine();
        groups.members("sip:team@example.org");
        groups.make(" The Team ", List.of("bob", "sip:carol@example.org"));
        groups.add("team", List.of("sip:bob@example.org"));
        groups.remove("team", "bob");
        groups.setOwner("team", "sip:bob@example.org", true);
        groups.leave("sip:team@example.org");
        groups.rename("team", " Ours ");
        assertThat(asked)
                .containsExactly(
                        "mine",
                        "members team",
                        "make The Team [bob, carol]",
                        "add team [bob]",
                        "remove team bob",
                        "setOwner team bob true",
                        "leave team",
                        "rename team Ours");
    }

    @Test
    void whatIsSomebodyElsesIsNotAsked() {
        GroupService groups = groups();
        for (CompletionStage<?> refused :
                List.of(
                        groups.members("sip:team@example.com"),
                        groups.make("Team", List.of("sip:bob@example.com")),
                        groups.add("team", List.of("bob", "bob@example.com")),
                        groups.remove("team", "no address"))) {
            assertThatThrownBy(() -> refused.toCompletableFuture().join())
                    .hasCauseInstanceOf(AccountFailure.class);
        }
        assertThat(asked).isEmpty();
    }
}

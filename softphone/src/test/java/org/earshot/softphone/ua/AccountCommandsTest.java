package org.earshot.softphone.ua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.earshot.common.service.ServiceHeader;
import org.earshot.common.stack.FakeTimers;
import org.earshot.common.stack.Transport;
import org.junit.jupiter.api.Test;

/// What is asked of the server's account API, by whom, and with which password the phone goes on.
class AccountCommandsTest {
    private final FakeTimers timers = new FakeTimers();
    private final List<String> asked = new ArrayList<>();
    private CompletableFuture<Object> answer = new CompletableFuture<>();

    /// Notes what is asked, and answers when the test says so.
    private final AccountGateway gateway =
            (AccountGateway)
                    Proxy.newProxyInstance(
                            AccountGateway.class.getClassLoader(),
                            new Class<?>[] {AccountGateway.class},
                            (_, method, arguments) -> {
                                if (arguments == null) {
                                    return GroupGateway.none();
                                }
                                StringBuilder words = new StringBuilder(method.getName());
                                AccountGateway.Own own = (AccountGateway.Own) arguments[0];
                                words.append(" ")
                                        .append(own.account().password())
                                        .append(" ")
                                        .append(own.service());
                                for (int i = 1; i < arguments.length; i++) {
                                    words.append(" ").append(arguments[i]);
                                }
                                asked.add(words.toString());
                                return answer;
                            });

    private TestPhone phone() {
        return new TestPhone(
                "alice", "192.0.2.1", Transport.TLS, timers, PhoneParts.of("alice").with(gateway));
    }

    private TestPhone registered() {
        return phone().registeredWith(
                        ServiceHeader.NAME,
                        ServiceHeader.text(URI.create("https://example.org:8443")));
    }

    private static AccountFailure failure(CompletionStage<?> stage) {
        try {
            stage.toCompletableFuture().join();
            throw new AssertionError("it did not fail");
        } catch (CompletionException e) {
            return (AccountFailure) e.getCause();
        }
    }

    @Test
    void whoIsNotLoggedInIsToldSo() {
        assertThat(failure(phone().agent.account().profile()).trouble())
                .isEqualTo(AccountFailure.Trouble.NOT_LOGGED_IN);
        TestPhone without = phone().registered(); // of a server that says nothing of a service
        assertThat(failure(without.agent.account().devices()).getMessage())
                .contains("https.listen");
        assertThat(asked).isEmpty();
    }

    @Test
    void whatIsAskedGoesToTheServiceOfTheServer() {
        AccountService account = registered().agent.account();
        CompletionStage<Optional<AccountService.Picture>> picture =
                account.picture("sip:bob@example.org");
        account.picture("carol");
        account.person("sip:dave@example.org");
        account.directory(" al ", Optional.of("x"), 5);
        assertThat(asked)
                .containsExactly(
                        "picture secret https://example.org:8443 bob",
                        "picture secret https://example.org:8443 carol",
                        "person secret https://example.org:8443 dave",
                        "directory secret https://example.org:8443 al Optional[x] 5");
        answer.complete(Optional.empty());
        assertThat(picture.toCompletableFuture()).isCompletedWithValue(Optional.empty());
    }

    @Test
    void whatIsSomebodyElsesServersIsNotAsked() {
        AccountService account = registered().agent.account();
        assertThat(account.picture("sip:bob@example.com").toCompletableFuture())
                .isCompletedWithValue(Optional.empty());
        assertThat(account.person("sip:bob@example.com").toCompletableFuture())
                .isCompletedWithValue(Optional.empty());
        assertThat(failure(account.directory("", Optional.empty(), 201)).trouble())
                .isEqualTo(AccountFailure.Trouble.NOT_ACCEPTED);
        assertThat(asked).isEmpty();
    }

    @Test
    void afterAnotherPasswordThePhoneGoesOnWithThatOne() {
        TestPhone phone = registered();
        AccountService account = phone.agent.account();
        assertThat(failure(account.changePassword("guess", "fresh", false)).trouble())
                .isEqualTo(AccountFailure.Trouble.WRONG_PASSWORD);
        assertThat(asked).isEmpty();
        CompletionStage<Void> changed = account.changePassword("secret", "fresh", true);
        assertThat(asked)
                .containsExactly("changePassword secret https://example.org:8443 fresh true");
        assertThat(changed.toCompletableFuture()).isNotDone();
        answer.complete(null);
        assertThat(changed.toCompletableFuture()).isCompleted();
        answer = new CompletableFuture<>();
        account.profile();
        assertThat(asked.getLast()).isEqualTo("profile fresh https://example.org:8443");
        assertThat(phone.events).isEmpty(); // it stays logged in
    }

    @Test
    void whatTheServerRefusesStaysAsItIs() {
        AccountService account = registered().agent.account();
        CompletionStage<Void> changed = account.changePassword("secret", "fresh", false);
        answer.completeExceptionally(
                new AccountFailure(AccountFailure.Trouble.NOT_ACCEPTED, "too short"));
        assertThatThrownBy(() -> changed.toCompletableFuture().join())
                .hasMessageContaining("too short");
        account.profile();
        assertThat(asked.getLast()).isEqualTo("profile secret https://example.org:8443");
    }
}

package org.earshot.softphone.app;

import java.io.IOException;
import java.util.function.Consumer;
import org.earshot.softphone.ua.Account;
import org.earshot.softphone.ua.UserAgentEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does with the password what the user wants, once the server has taken it: a wrong one is not kept.
final class PasswordWish implements Consumer<UserAgentEvent> {
    private static final Logger log = LoggerFactory.getLogger(PasswordWish.class);

    private final KeptPassword passwords;
    private final Account account;
    private Wish wish;

    /// What is to become of it.
    enum Wish {
        KEEP,
        FORGET,
        AS_IT_IS
    }

    PasswordWish(KeptPassword passwords, Account account, Wish wish) {
        this.passwords = passwords;
        this.account = account;
        this.wish = wish;
    }

    /// On the user-agent thread, which must not wait.
    @Override
    public void accept(UserAgentEvent event) {
        if (event instanceof UserAgentEvent.Registered && wish != Wish.AS_IT_IS) {
            Wish once = wish;
            wish = Wish.AS_IT_IS;
            Thread.ofVirtual().name("kept-password").start(() -> fulfil(once));
        }
    }

    private void fulfil(Wish once) {
        try {
            if (once == Wish.KEEP) {
                KeptPassword.Place place =
                        passwords.keep(account.address().toString(), account.password());
                log.info("the password is kept in the {}", place);
            } else {
                passwords.forget(account.address().toString());
            }
        } catch (IOException e) {
            log.warn("the password could not be {}: {}", once, e.getMessage());
        }
    }
}

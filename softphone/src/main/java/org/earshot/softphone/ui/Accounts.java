package org.earshot.softphone.ui;

import java.util.List;
import org.earshot.softphone.ua.Enrolment;
import org.earshot.softphone.ui.account.LogIn;
import org.earshot.softphone.ui.account.LogInForm;
import org.earshot.softphone.ui.words.Texts;

/// The accounts of a window. Each has a phone, a store and a trust of its own. Event dispatch thread, and nothing waits, unless said otherwise.
public interface Accounts {
    /// One account: how it logs in, and what is filled in already.
    ///
    /// @param isMain the one that the window always has
    record Seat(LogIn logIn, LogInForm form, boolean isMain) {}

    /// Those that were open when the window was closed; the main one at least, which is the first. Called once, and not by the event dispatch thread: it may wait for the
    /// desktop's keyring, where their passwords are.
    List<Seat> seats();

    /// Room for another account, which nobody has logged in to yet.
    ///
    /// @throws IllegalArgumentException with a sentence for the user where there can't be one
    Seat add();

    /// Not shown any more, after it was logged out. What its phone has kept stays for a later log-in.
    void close(Seat seat);

    /// What comes before a first log-in.
    Enrolment enrolment();

    /// One account, for good.
    static Accounts one(LogIn logIn, Enrolment enrolment, LogInForm form) {
        Seat only = new Seat(logIn, form, true);
        return new Accounts() {
            @Override
            public List<Seat> seats() {
                return List.of(only);
            }

            @Override
            public Seat add() {
                throw new IllegalArgumentException(Texts.get("login.oneAccount"));
            }

            @Override
            public void close(Seat seat) {}

            @Override
            public Enrolment enrolment() {
                return enrolment;
            }
        };
    }
}

package org.earshot.softphone.ui;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.earshot.softphone.ua.Enrolment;
import org.earshot.softphone.ui.account.LogIn;
import org.earshot.softphone.ui.account.LogInForm;

/// Accounts of a window: the main one, and room for another one. Notes which are closed.
final class TwoAccounts implements Accounts {
    private final Seat main;
    private final LogIn other;
    private final Enrolment enrolment;
    private final List<String> closed = Collections.synchronizedList(new ArrayList<>());

    TwoAccounts(LogIn main, LogIn other, Enrolment enrolment) {
        this.main = new Seat(main, LogInForm.empty(), true);
        this.other = other;
        this.enrolment = enrolment;
    }

    @Override
    public List<Seat> seats() {
        return List.of(main);
    }

    @Override
    public Seat add() {
        return new Seat(other, LogInForm.empty(), false);
    }

    @Override
    public void close(Seat seat) {
        closed.add("closed " + seat.isMain());
    }

    @Override
    public Enrolment enrolment() {
        return enrolment;
    }

    /// `closed true` of the main one, `closed false` of the other.
    List<String> closed() {
        return closed;
    }
}

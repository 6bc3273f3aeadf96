package org.earshot.server.admin;

import java.util.Optional;
import org.earshot.common.login.Person;
import org.earshot.common.login.Role;

/// Who may do what. Pure.
///
/// Until the first officer is appointed the owner of DATA acts as one. From then on content, history for new devices and newcomers of groups, what is kept for how long, and who has which role, need an officer's
/// login, whoever the system's user is. What administrators do besides needs none: they own the process. An auditor changes nothing.
final class Access {
    private Access() {}

    /// Why a command must not be; empty if it may.
    ///
    /// @param login who logged in
    /// @param hasOfficer whether one was ever appointed
    static Optional<String> refusal(Asked asked, Optional<Person> login, boolean hasOfficer) {
        return switch (asked.rule().kind()) {
            case FREE, LOOKS, OWNS -> Optional.empty();
            case CHANGES ->
                    login.filter(person -> person.role() == Role.AUDITOR)
                            .map(person -> person.words() + " may look, and change nothing");
            case READS_CONTENT -> unlessOfficer("what was written is read", login, hasOfficer);
            case KEEPS -> unlessOfficer("what is kept is decided", login, hasOfficer);
            case REVIEWS -> unlessOfficer("messages are reviewed", login, hasOfficer);
            case OVERSEES ->
                    login.filter(person -> person.role() == Role.AUDITOR).isPresent()
                            ? Optional.empty()
                            : unlessOfficer(
                                    "what messages are reviewed by is seen", login, hasOfficer);
            case RELEASES -> unlessOfficer("history is released", login, hasOfficer);
            case APPOINTS ->
                    isOwnLogin(asked, login)
                            ? Optional.empty()
                            : unlessOfficer("roles are given and taken", login, hasOfficer);
        };
    }

    private static boolean isOwnLogin(Asked asked, Optional<Person> login) {
        return (asked.path().equals("officer passwd") || asked.path().equals("officer untie"))
                && login.map(Person::name).equals(asked.subject());
    }

    private static Optional<String> unlessOfficer(
            String what, Optional<Person> login, boolean hasOfficer) {
        if (login.isPresent()) {
            return login.filter(person -> person.role() != Role.OFFICER)
                    .map(person -> what + " by officers only, and this is " + person.words());
        }
        return hasOfficer
                ? Optional.of(
                        what
                                + " by officers only: log in with --as NAME --password-file FILE --code CODE")
                : Optional.empty();
    }
}

package org.earshot.server.admin;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.earshot.common.login.Identity;
import org.earshot.common.login.LoginRefusedException;
import org.earshot.common.login.Logins;
import org.earshot.common.login.Person;
import org.earshot.common.login.Role;
import org.earshot.proxy.archive.Archive;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.ArchiveEvent.Administered.Stage;
import org.earshot.proxy.archive.ArchiveUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one place that every command passes: who may, and the record of it. Thread-safe.
///
/// A change is recorded before it happens, with the state before, and once more when it is over, with the state after; see
/// [ArchiveEvent.Administered] for why. It does not happen where the first can't be written. Where only the second can't, the command
/// says so and fails, and the record says that it began.
public final class Supervision {
    private static final Logger log = LoggerFactory.getLogger("org.earshot.audit");
    private static final int LONGEST_STATE = 8000;
    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_ISSUER = 120;

    private final BooleanSupplier hasOfficer;
    private final Logins logins;
    private final Archive archive;
    private final InstantSource clock;

    /// @param hasOfficer whether one was ever appointed
    public Supervision(
            BooleanSupplier hasOfficer, Logins logins, Archive archive, InstantSource clock) {
        this.hasOfficer = hasOfficer;
        this.logins = logins;
        this.archive = archive;
        this.clock = clock;
    }

    /// Who asks.
    ///
    /// @param person who logged in; empty: nobody did
    /// @param words for the record
    record Actor(Optional<Person> person, String words) {
        static final Actor NOBODY = new Actor(Optional.empty(), "");
    }

    /// Carries out a command, if it may be.
    ///
    /// @param warn takes what the administrator must know besides
    /// @param work the command; gets who asks, gives the exit status
    /// @return the exit status
    /// @throws AdminException if it must not be, or can't be recorded
    int carryOut(
            Asked asked,
            AdminRequest.Login login,
            OsUser user,
            SubjectStates states,
            Consumer<String> warn,
            ToIntFunction<Actor> work) {
        if (asked.rule().kind() == CommandRule.Kind.FREE && !login.isGiven()) {
            return work.applyAsInt(Actor.NOBODY); // also while the database is away
        }
        return carryOut(asked, admit(asked, login, user, states), states, warn, work);
    }

    /// The same for somebody who comes by the console, whose login was checked when their session began.
    int carryOut(
            Asked asked,
            Caller caller,
            SubjectStates states,
            Consumer<String> warn,
            ToIntFunction<Actor> work) {
        Actor actor = new Actor(caller.person(), caller.words());
        mustNotBe(CommandScope.refusal(asked, caller.token()), asked, actor, states);
        mustBeAllowed(asked, actor, states);
        return carryOut(asked, actor, states, warn, work);
    }

    private int carryOut(
            Asked asked,
            Actor actor,
            SubjectStates states,
            Consumer<String> warn,
            ToIntFunction<Actor> work) {
        return switch (asked.rule().kind()) {
            case FREE -> work.applyAsInt(actor);
            case LOOKS -> {
                try {
                    yield work.applyAsInt(actor);
                } finally {
                    recordLook(asked, actor, warn);
                }
            }
            case READS_CONTENT, OVERSEES -> {
                recordFirst(look(asked, actor), "nothing is shown");
                yield work.applyAsInt(actor);
            }
            case CHANGES, OWNS, APPOINTS, RELEASES, KEEPS, REVIEWS ->
                    change(asked, actor, states, work);
        };
    }

    private void recordLook(Asked asked, Actor actor, Consumer<String> warn) {
        try {
            record(look(asked, actor));
        } catch (ArchiveUnavailableException e) {
            log.warn(
                    "{}: {} could not be recorded: {}",
                    actor.words(),
                    asked.path(),
                    e.getMessage());
            warn.accept("this look could not be recorded: " + e.getMessage());
        }
    }

    private int change(Asked asked, Actor actor, SubjectStates states, ToIntFunction<Actor> work) {
        ArchiveEvent.Administered begun = begun(asked, actor, states);
        recordFirst(begun, "nothing is changed");
        String outcome = "failed";
        try {
            int status = work.applyAsInt(actor);
            outcome = status == 0 ? "done" : "failed";
            return status;
        } finally {
            recordLast(done(begun, outcome, states, asked));
        }
    }

    /// Records that a command begins that another process carries out.
    ///
    /// @return what to give to [#over]
    String begin(Asked asked, AdminRequest.Login login, OsUser user, SubjectStates states) {
        ArchiveEvent.Administered begun = begun(asked, admit(asked, login, user, states), states);
        recordFirst(begun, "nothing is changed");
        return begun.id().toString();
    }

    /// Records what became of it. Who logged in for it stands in the record of its beginning.
    void over(Asked asked, AdminRequest.Stage stage, OsUser user, SubjectStates states) {
        ArchiveEvent.Administered now =
                begun(asked, new Actor(Optional.empty(), words(Optional.empty(), user)), states);
        UUID begun;
        try {
            begun = UUID.fromString(stage.begun());
        } catch (IllegalArgumentException e) {
            throw new AdminException("no such command has begun");
        }
        recordLast(
                new ArchiveEvent.Administered(
                        now.id(),
                        now.at(),
                        Stage.DONE,
                        now.actor(),
                        now.login(),
                        now.action(),
                        now.subject(),
                        now.address(),
                        now.details(),
                        Optional.empty(),
                        now.before(), // as it is now
                        Optional.of(stage.outcome().equals("done") ? "done" : "failed"),
                        Optional.of(begun)));
    }

    private Actor admit(Asked asked, AdminRequest.Login login, OsUser user, SubjectStates states) {
        Optional<Person> person;
        try {
            person =
                    login.isGiven()
                            ? Optional.of(
                                    logins.check(login.name(), login.password(), login.code()))
                            : Optional.empty();
        } catch (LoginRefusedException e) {
            String tried = Asked.clean(login.name(), 64);
            refuse(
                    asked,
                    new Actor(Optional.empty(), words(Optional.empty(), user)),
                    "login as " + tried + " refused",
                    states);
            throw new AdminException(e.getMessage());
        }
        Actor actor = new Actor(person, words(person, user));
        mustBeAllowed(asked, actor, states);
        return actor;
    }

    private void mustBeAllowed(Asked asked, Actor actor, SubjectStates states) {
        mustNotBe(
                Access.refusal(asked, actor.person(), hasOfficer.getAsBoolean()),
                asked,
                actor,
                states);
    }

    private void mustNotBe(
            Optional<String> refusal, Asked asked, Actor actor, SubjectStates states) {
        refusal.ifPresent(why -> {
            refuse(asked, actor, why, states);
            throw new NotAllowedException(why);
        });
    }

    /// Begins a session of somebody with a role: each is in the record, and each that was refused.
    ///
    /// @param from where they come from, in words
    /// @throws NotAllowedException if it is not who it says it is
    /// @throws AdminException if it can't be recorded
    Person logIn(AdminRequest.Login login, String from, SubjectStates states) {
        String name = Asked.clean(login.name(), LONGEST_NAME);
        Asked asked = consoleLogin(name);
        try {
            Person person = logins.check(login.name(), login.password(), login.code());
            recordFirst(
                    look(
                            asked,
                            new Actor(
                                    Optional.of(person),
                                    new Caller(Optional.of(person), from).words())),
                    "nobody is let in");
            return person;
        } catch (LoginRefusedException e) {
            refuse(
                    asked,
                    new Actor(Optional.empty(), "somebody at the console, from " + from),
                    "login as " + name + " refused",
                    states);
            throw new NotAllowedException(e.getMessage());
        }
    }

    /// Begins a session of somebody whom an identity provider of the organisation named: recorded as [#logIn].
    ///
    /// The first login of a name ties it to who came: names are given to others at providers, and whoever gets one would be that person here.
    ///
    /// @param claimed their name, as the provider says it
    /// @param identity who they are there
    /// @param roles who may log in so
    /// @throws AnotherIdentityException if whoever logged in first by that name is another identity
    /// @throws NotAllowedException if nobody of that name has such a role
    /// @throws AdminException if it can't be recorded
    Person logInBy(
            String claimed, Identity identity, Set<Role> roles, String from, SubjectStates states) {
        String name = Asked.clean(claimed, LONGEST_NAME);
        Asked asked = consoleLogin(name);
        String by = ", by " + Asked.clean(identity.issuer(), LONGEST_ISSUER);
        Actor somebody = new Actor(Optional.empty(), "somebody at the console, from " + from + by);
        Optional<Person> person =
                logins.find(claimed).filter(found -> roles.contains(found.role()));
        if (person.isEmpty()) {
            refuse(
                    asked,
                    somebody,
                    "login as " + name + " refused: nobody of that name has a role that logs in so",
                    states);
            throw new NotAllowedException("nobody of that name has a role that logs in so");
        }
        Optional<String> objection = logins.objection(person.get(), identity);
        if (objection.isPresent()) {
            throw another(asked, somebody, objection.get(), states);
        }
        boolean first = !logins.isTied(person.get());
        recordFirst(
                look(
                        first ? asked.with("first login as subject " + identity.subject()) : asked,
                        new Actor(person, new Caller(person, from).words() + by)),
                "nobody is let in");
        if (first && !logins.tie(person.get(), identity)) {
            throw another(asked, somebody, "another login was quicker", states);
        }
        return person.get();
    }

    private AnotherIdentityException another(
            Asked asked, Actor somebody, String why, SubjectStates states) {
        refuse(
                asked,
                somebody,
                "login as " + asked.subject().orElse("") + " refused: " + why,
                states);
        return new AnotherIdentityException(why);
    }

    private static Asked consoleLogin(String name) {
        return new Asked(
                "console login",
                CommandRule.of("bindings").orElseThrow(), // a look
                List.of(name),
                List.of());
    }

    private String words(Optional<Person> person, OsUser user) {
        if (person.isPresent()) {
            return person.get().words() + ", as system user " + user;
        }
        return hasOfficer.getAsBoolean()
                ? "system user " + user
                : "owner of DATA (uid " + user.uid() + ")";
    }

    private void refuse(Asked asked, Actor actor, String why, SubjectStates states) {
        log.warn("{} was refused {}: {}", actor.words(), asked.path(), why);
        try {
            record(
                    event(
                            asked,
                            actor,
                            Stage.REFUSED,
                            address(asked, states),
                            Optional.empty(),
                            Optional.of(why)));
        } catch (ArchiveUnavailableException e) {
            log.warn(
                    "that could not be recorded: {}", e.getMessage()); // it is refused all the same
        }
    }

    private ArchiveEvent.Administered begun(Asked asked, Actor actor, SubjectStates states) {
        return event(
                asked,
                actor,
                Stage.BEGUN,
                address(asked, states),
                Optional.of(state(asked, states)),
                Optional.empty());
    }

    private ArchiveEvent.Administered look(Asked asked, Actor actor) {
        return event(
                asked, actor, Stage.DONE, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private ArchiveEvent.Administered event(
            Asked asked,
            Actor actor,
            Stage stage,
            Optional<String> address,
            Optional<String> before,
            Optional<String> outcome) {
        return new ArchiveEvent.Administered(
                UUID.randomUUID(),
                clock.instant(),
                stage,
                actor.words(),
                actor.person().map(Person::name),
                asked.path(),
                asked.subject(),
                address,
                asked.details(),
                before,
                Optional.empty(),
                outcome,
                Optional.empty());
    }

    private ArchiveEvent.Administered done(
            ArchiveEvent.Administered begun, String outcome, SubjectStates states, Asked asked) {
        return new ArchiveEvent.Administered(
                UUID.randomUUID(),
                clock.instant(),
                Stage.DONE,
                begun.actor(),
                begun.login(),
                begun.action(),
                begun.subject(),
                begun.address(),
                begun.details(),
                begun.before(),
                Optional.of(state(asked, states)),
                Optional.of(outcome),
                Optional.of(begun.id()));
    }

    private static String state(Asked asked, SubjectStates states) {
        String state;
        try {
            state = states.of(asked.rule().about(), asked.names());
        } catch (
                AdminException e) { // such as a name that can't be one: the command will say so too
            state = "none";
        }
        return Asked.clean(state, LONGEST_STATE);
    }

    private static Optional<String> address(Asked asked, SubjectStates states) {
        return switch (asked.rule().about()) {
            case ACCOUNT, GROUP, PRESENCE, CONTACTS, BLOCKED, HISTORY ->
                    asked.subject().flatMap(states::address);
            case NOTHING,
                    KEYS,
                    PERSON,
                    RETENTION,
                    HOLD,
                    REVIEW_RULE,
                    REVIEW_ITEM,
                    RECUSAL,
                    FILE,
                    HELD_FILE,
                    INVITATION,
                    TOKEN,
                    BAN,
                    CONFIGURATION ->
                    Optional.empty();
        };
    }

    private void record(ArchiveEvent event) {
        try {
            archive.append(event);
        } catch (CompletionException e) { // such as one that is committed and not anchored
            throw new ArchiveUnavailableException("the event is not in the record for sure", e);
        }
    }

    private void recordFirst(ArchiveEvent event, String consequence) {
        try {
            record(event);
        } catch (ArchiveUnavailableException e) {
            log.warn("the record can't be written: {}", e.getMessage());
            throw new AdminException(
                    consequence + ", because the archive can't be written: " + e.getMessage());
        }
    }

    private void recordLast(ArchiveEvent event) {
        try {
            record(event);
        } catch (ArchiveUnavailableException e) {
            log.error("what became of a change could not be recorded: {}", event, e);
            throw new AdminException(
                    "the archive can't be written any more: it has that this began, and not what became of it");
        }
    }
}

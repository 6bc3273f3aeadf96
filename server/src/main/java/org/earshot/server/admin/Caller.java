package org.earshot.server.admin;

import java.util.Optional;
import java.util.Set;
import org.earshot.common.login.Person;
import org.earshot.server.token.Scope;

/// Who gives a command by the console or its API.
///
/// @param person whose login was checked, or whose token it is; empty: the owner of DATA, who has shown the link that only the owner
///     can read
/// @param token what a program has shown instead of a session
/// @param from the address that they come from
public record Caller(Optional<Person> person, Optional<Token> token, String from) {
    /// A token.
    ///
    /// @param id as lists have it
    /// @param name what its owner calls it
    public record Token(String id, String name, Set<Scope> scopes) {
        public Token {
            scopes = Set.copyOf(scopes);
        }
    }

    /// Without a token.
    public Caller(Optional<Person> person, String from) {
        this(person, Optional.empty(), from);
    }

    /// For the record.
    String words() {
        return person.map(one -> one.words() + ", by " + way() + " from " + from)
                .orElse("owner of DATA, by the link to the console from " + from);
    }

    private String way() {
        return token.map(one -> "the token \"" + one.name() + "\" (" + one.id() + ")")
                .orElse("the console");
    }
}

package org.earshot.server;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.earshot.common.login.Person;
import org.earshot.server.admin.AdminException;
import org.earshot.server.admin.TokenAdministration;
import org.earshot.server.token.ApiToken;
import org.earshot.server.token.Scope;
import org.earshot.server.token.Tokens;

/// The commands about API tokens, on the stores of this process. Thread-safe as these are.
final class StoreTokenAdministration implements TokenAdministration {
    private final Tokens tokens;

    StoreTokenAdministration(Tokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public GivenToken give(
            Optional<Person> owner, String name, List<String> scopes, Duration good) {
        Person who =
                owner.orElseThrow(() ->
                        new AdminException(
                                "a token is somebody's: log in with --as NAME --password-file FILE --code CODE"));
        Set<Scope> asked = EnumSet.noneOf(Scope.class);
        for (String scope : scopes) {
            asked.add(
                    Scope.of(scope)
                            .orElseThrow(() ->
                                    new AdminException(
                                            "there is no scope \""
                                                    + scope
                                                    + "\"; there are "
                                                    + Scope.words(EnumSet.allOf(Scope.class)))));
        }
        try {
            Tokens.Made made =
                    tokens.make(who, name, asked, good)
                            .orElseThrow(() ->
                                    new AdminException(
                                            who.name()
                                                    + " has "
                                                    + Tokens.MOST
                                                    + " tokens that are good: revoke some first"));
            return new GivenToken(fact(made.token()), made.secret().text());
        } catch (IllegalArgumentException e) {
            throw new AdminException(e.getMessage());
        }
    }

    @Override
    public List<TokenFact> list() {
        return tokens.list().stream().map(this::fact).toList();
    }

    private TokenFact fact(ApiToken token) {
        return new TokenFact(
                token.id().toString(),
                token.name(),
                token.owner(),
                new TreeSet<>(token.scopes()).stream().map(Scope::text).toList(),
                tokens.state(token),
                token.createdAt(),
                token.expiresAt(),
                token.lastUsedAt(),
                token.lastUsedFrom(),
                token.revokedBy());
    }

    @Override
    public void revoke(String id, Optional<String> owner, String by) {
        Optional<UUID> which =
                StorePeopleAdministration.id(id)
                        .flatMap(tokens::find)
                        .filter(token -> owner.map(token.owner()::equals).orElse(true))
                        .map(ApiToken::id);
        if (which.isEmpty() || !tokens.revoke(which.get(), by)) {
            throw new AdminException(
                    "there is no token "
                            + id
                            + (owner.isPresent() ? " of yours" : "")
                            + " that could be revoked; earshot admin token list");
        }
    }
}

package org.earshot.server.ldap;

import java.util.Optional;
import org.earshot.server.people.Organisation;

/// Passwords of people, checked by the directory (a simple bind, RFC 4513 §5.1.3). Thread-safe.
public final class LdapLogin implements Organisation {
    private final LdapServer server;
    private final LdapTable table;

    LdapLogin(LdapServer server, LdapTable table) {
        this.server = server;
        this.table = table;
    }

    @Override
    public Optional<Member> prove(String name, String password) throws AwayException {
        try {
            Optional<LdapServer.Found> found = server.find(name);
            return server.letsIn(found, password)
                    ? found.map(one -> member(name, one.read()))
                    : Optional.empty();
        } catch (LdapFailedException e) {
            throw new AwayException(e.getMessage(), e);
        }
    }

    private Member member(String name, EntryReader.Read read) {
        return switch (read) {
            case EntryReader.Read.Unfit one ->
                    new Member("", "", Optional.of(one.refused().why()), false);
            case EntryReader.Read.Person one -> {
                Optional<LdapTable.Linked> linked = table.find(name);
                String id = one.person().id();
                boolean others =
                        linked.map(LdapTable.Linked::id)
                                .filter(known -> !known.isEmpty() && !id.isEmpty())
                                .filter(known -> !known.equals(id))
                                .isPresent();
                yield new Member(
                        id,
                        one.person().displayName(),
                        others
                                ? Optional.of("the account was somebody else's who had this name")
                                : Optional.empty(),
                        linked.isPresent());
            }
        };
    }

    @Override
    public void link(String name, Member member) {
        table.put(name, new LdapTable.Linked(member.id(), Optional.empty()));
    }
}

package org.earshot.server;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.earshot.common.config.ConfigException;
import org.earshot.common.key.KeyRingException;
import org.earshot.proxy.archive.Archive;
import org.earshot.server.admin.AdminException;
import org.earshot.server.admin.LdapAdministration;
import org.earshot.server.admin.LeavingAdministration;
import org.earshot.server.admin.SubjectStates;
import org.earshot.server.config.ServerConfig;
import org.earshot.server.ldap.LdapFailedException;
import org.earshot.server.ldap.LdapSync;
import org.earshot.server.ldap.LdapTable;
import org.earshot.server.people.OrganisationAccounts;

/// The organisation's directory, on the stores of this process.
final class StoreLdapAdministration implements LdapAdministration {
    private final ServerConfig config;
    private final Optional<LdapSync> ldap;

    StoreLdapAdministration(
            ServerConfig config,
            Stores stores,
            Archive archive,
            SubjectStates states,
            LeavingAdministration leaving,
            InstantSource clock) {
        this.config = config;
        this.ldap =
                config.ldap().isOn()
                        ? Optional.of(
                                new LdapSync(
                                        config.ldap(),
                                        stores.ldap(),
                                        stores.accounts(),
                                        new OrganisationAccounts(
                                                config.domain(),
                                                "ldap",
                                                stores.accounts(),
                                                stores.pictures(),
                                                archive,
                                                address -> states.account(address.user()),
                                                leaving::close,
                                                clock),
                                        clock))
                        : Optional.empty();
    }

    /// What the server does by itself; empty where there is no directory.
    Optional<LdapSync> directory() {
        return ldap;
    }

    private LdapSync on() {
        return ldap.orElseThrow(() ->
                new AdminException(
                        "there is no directory: set ldap.url in the configuration of "
                                + config.domain()));
    }

    @Override
    public Optional<DirectoryFact> directoryState() {
        return ldap.map(on -> {
            Map<String, String> settings = new LinkedHashMap<>();
            ShownConfig.of(config)
                    .forEach((key, value) -> {
                        if (key.startsWith("ldap.")) {
                            settings.put(key, value);
                        }
                    });
            Optional<LdapTable.Run> last = on.last();
            return new DirectoryFact(
                    settings,
                    on.linked(),
                    on.isRead(),
                    last.map(LdapTable.Run::endedAt),
                    last.flatMap(LdapTable.Run::succeededAt),
                    last.map(LdapTable.Run::words).orElse(""));
        });
    }

    @Override
    public List<String> testDirectory() {
        try {
            return on().test();
        } catch (LdapFailedException | KeyRingException | ConfigException e) {
            throw new AdminException(e.getMessage());
        }
    }

    @Override
    public SyncFact check() {
        try {
            return fact(on().check());
        } catch (LdapFailedException | KeyRingException e) {
            throw new AdminException(e.getMessage());
        }
    }

    @Override
    public SyncFact sync() {
        try {
            return fact(
                    on().sync()
                            .orElseThrow(() ->
                                    new AdminException(
                                            "it is being read this moment, perhaps by another node: wait for that")));
        } catch (LdapFailedException | KeyRingException e) {
            throw new AdminException(e.getMessage());
        }
    }

    private SyncFact fact(LdapSync.Report report) {
        return new SyncFact(
                report.line(),
                report.entries(),
                report.steps(),
                report.failed(),
                report.refused(),
                report.warning(),
                on().last().map(run -> run.endedAt() + ": " + run.words()));
    }
}

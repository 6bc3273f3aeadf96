package org.earshot.server.admin;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.earshot.common.account.Account;
import org.earshot.common.auth.BackOff;
import org.earshot.common.location.Binding;
import org.earshot.server.attempt.FailedLogin;

/// What the commands of `earshot admin` act on: the stores of this process. Calls may block.
public interface Administration {

    /// Makes an account.
    ///
    /// @param name the user part of its address
    /// @param md5 whether phones that know only MD5 may use the password too
    /// @throws AdminException if that can't be
    Account addUser(String name, String displayName, String password, boolean md5);

    /// Some accounts, by address.
    ///
    /// @param search in lower case: what their address or display name has; "" for all
    /// @param after the address of the one before; "" for the first ones
    List<Account> users(String search, String after, int most);

    /// Sets a new password; the old one no longer works.
    void changePassword(String name, String password, boolean md5);

    /// Deletes an account. Its name stays reserved.
    void deleteUser(String name);

    /// Accounts of people who have left.
    LeavingAdministration leaving();

    /// Makes a password for one phone of an account, and returns it: it is kept nowhere else.
    String addDevice(String name, String label);

    /// The bindings of one address (`sip:name@domain` or just the name), or of all.
    Map<String, List<Binding>> bindings(Optional<String> address);

    /// The bindings of all that have some, page by page, by address.
    ///
    /// @param search in lower case: what address, contact or user agent of a binding has; "" for all
    /// @param after the address before; "" for the first ones
    /// @param most once there are so many bindings, no further address is looked at
    Map<String, List<Binding>> bindings(String search, String after, int most);

    /// Ends one binding.
    ///
    /// @param contact as the phone wrote it
    /// @throws AdminException if there is none
    void unregister(String address, String contact);

    /// Who tried wrong passwords of phones.
    ///
    /// @throws AdminException if no server is running
    List<BackOff.Tried> tried();

    /// Logins that failed, of all nodes, the latest first.
    ///
    /// @param days today and so many before, less one
    List<FailedLogin> failedLogins(int days, int most);

    /// Addresses from which nothing is taken.
    BanAdministration bans();

    /// Trunks and the dial plan.
    RoutingAdministration routing();

    /// The settings of this process by key, in words; without secrets.
    Map<String, String> configuration();

    /// Its file.
    ///
    /// @throws AdminException if no server is running
    ConfigAdministration configs();

    /// Makes a link to the console, for the first people with a role; one before it serves no more.
    ///
    /// @throws AdminException if no server is running, or it serves no console
    String consoleLink();

    /// Who may see whom, and contact lists.
    PresenceAdministration presence();

    /// How calls were heard.
    QualityAdministration quality();

    /// Calls of the last days.
    CallAdministration callTraces();

    /// Stored files.
    FileAdministration files();

    /// Files that are held back.
    QuarantineAdministration quarantine();

    /// Links by which people sign up, or get another password.
    PeopleAdministration people();

    /// The organisation's directory.
    LdapAdministration ldap();

    /// Copies of all that is kept.
    BackupAdministration backups();

    /// History and contact lists on new devices.
    HistoryAdministration history();

    /// The calls that go on now.
    ///
    /// @throws AdminException if no server is running
    List<LiveCallFact> calls();

    /// Finding what is in the archive.
    ArchiveSearching search();

    /// Writing what is found there into files.
    ArchiveExporting export();

    /// Checks the archive's chains: in words, and whether it is whole.
    ///
    /// @param trust whose signatures count
    /// @param against a copy of the anchors to use instead of this node's own
    /// @throws AdminException if there is no such copy, or it can't be read
    Verification verifyArchive(ArchiveTrust trust, Optional<Path> against);

    /// Writes all that a verifier needs, without content and keys.
    ///
    /// @param file must not be there yet
    /// @return how many records there are
    /// @throws AdminException if it can't be written
    long dumpArchive(Path file);

    /// Single records.
    RecordAdministration records();

    /// What is kept, and for how long.
    RetentionAdministration retention();

    /// Supervision.
    ReviewAdministration review();

    /// People with a role.
    OfficerAdministration officers();

    /// Tokens by which programs use the API.
    TokenAdministration tokens();

    /// How things are that commands change.
    SubjectStates states();

    /// Makes a new version of a key of the ring, and returns its name such as `credential.2`.
    String rotateKey(String name);

    /// Has the running server read keys that were added to its ring, and returns the names of all.
    ///
    /// @throws AdminException if no server is running
    List<String> reloadKeys();

    /// Messages and groups.
    ChatAdministration chat();

    /// How the server is.
    ///
    /// @throws AdminException if no server is running
    Map<String, Object> status();

    /// A call.
    record LiveCallFact(String callId, String from, String to, Instant since) {}

    /// Whose signatures count when the archive is checked.
    ///
    /// @param own whether those of this node do
    /// @param others fingerprints
    record ArchiveTrust(boolean own, Set<String> others) {
        public ArchiveTrust {
            others = Set.copyOf(others);
        }
    }

    /// What became of checking the archive.
    ///
    /// @param whole whether it is proven to be whole
    /// @param verdict `intact`, `broken` or `unproven`
    /// @param text all of it, in words
    record Verification(boolean whole, String verdict, String text) {}
}

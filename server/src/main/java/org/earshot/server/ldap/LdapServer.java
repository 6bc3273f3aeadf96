package org.earshot.server.ldap;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.ExtendedResult;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchResultListener;
import com.unboundid.ldap.sdk.SearchResultReference;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocketFactory;
import org.earshot.common.key.TrustedCertificates;
import org.earshot.server.config.LdapConfig;

/// The directory, asked over connections of its own for each question. Thread-safe; calls block, for some seconds where it is away.
final class LdapServer {
    private static final int PAGE = 200;
    private static final int CONNECT_MILLIS = 5_000;
    private static final long ANSWER_MILLIS = 30_000;

    /// An entry with a picture of 2 MB and room for more.
    private static final int LARGEST_MESSAGE = 8 << 20;

    /// Far more than an organisation has; what is kept of each is some hundred bytes.
    private static final int MOST_PEOPLE = 200_000;

    /// What a directory answers where the password is wrong, or is none to be let in by.
    private static final Set<ResultCode> NOT_LET_IN =
            Set.of(
                    ResultCode.INVALID_CREDENTIALS,
                    ResultCode.INAPPROPRIATE_AUTHENTICATION,
                    ResultCode.NO_SUCH_OBJECT,
                    ResultCode.CONSTRAINT_VIOLATION,
                    ResultCode.INSUFFICIENT_ACCESS_RIGHTS);

    private final LdapConfig config;
    private final EntryReader reader;
    private final SSLSocketFactory tls;

    /// @throws org.earshot.common.key.KeyRingException if `ldap.trusted` can't be read
    LdapServer(LdapConfig config) {
        this.config = config;
        this.reader = new EntryReader(config.attributes());
        this.tls =
                new IdentifyingSockets(
                        config.trusted()
                                .map(TrustedCertificates::fromPem)
                                .orElseGet(TrustedCertificates::ofSystem)
                                .context());
    }

    /// Tries each step of reading, with one entry.
    ///
    /// @return what went well, in words
    List<String> test() throws LdapFailedException {
        List<String> well = new ArrayList<>();
        try (LDAPConnection connection = bound()) {
            SSLSession session = connection.getSSLSession();
            well.add(
                    "reached "
                            + config.url()
                            + (session == null
                                    ? ", without TLS"
                                    : " by " + EntryReader.shown(session.getProtocol())));
            well.add(
                    config.bindDn().isEmpty()
                            ? "it is read anonymously"
                            : "it lets " + config.bindDn() + " in");
            if (connection.getEntry(config.base(), SearchRequest.NO_ATTRIBUTES) == null) {
                throw new LdapFailedException(
                        "the directory shows no entry "
                                + config.base()
                                + ": look at ldap.base and what ldap.bindDn may read");
            }
            well.add(config.base() + " is there");
            well.add("somebody whom ldap.filter finds: " + somebody(connection));
            return well;
        } catch (LDAPException e) {
            throw failed("can't be read", e);
        }
    }

    private String somebody(LDAPConnection connection) throws LDAPException, LdapFailedException {
        List<Entry> found = new ArrayList<>();
        SearchRequest one =
                new SearchRequest(
                        new Feed(found::add),
                        config.base(),
                        SearchScope.SUB,
                        Filter.create(config.filter()),
                        reader.wanted());
        one.setSizeLimit(1);
        try {
            var _ = connection.search(one);
        } catch (LDAPException e) {
            if (!ResultCode.SIZE_LIMIT_EXCEEDED.equals(e.getResultCode())) {
                throw e;
            }
        }
        Entry entry =
                found.stream()
                        .findFirst()
                        .orElseThrow(() ->
                                new LdapFailedException(
                                        "the directory shows nobody whom ldap.filter finds below "
                                                + config.base()));
        return switch (reader.read(entry)) {
            case EntryReader.Read.Person(LdapPerson person) ->
                    person.name()
                            + (person.displayName().isEmpty()
                                    ? ""
                                    : " (" + person.displayName() + ")");
            case EntryReader.Read.Unfit(LdapPerson.Refused refused) ->
                    EntryReader.shown(refused.toString());
        };
    }

    /// Gives everybody who is there, in no order.
    void readAll(Consumer<EntryReader.Read> to) throws LdapFailedException {
        try (LDAPConnection connection = bound()) {
            readAll(connection, to);
        } catch (LDAPException e) {
            throw failed("can't be read", e);
        }
    }

    private void readAll(LDAPConnection connection, Consumer<EntryReader.Read> to)
            throws LDAPException, LdapFailedException {
        Feed feed = new Feed(entry -> to.accept(reader.read(entry)));
        ASN1OctetString cookie = null;
        do {
            SearchRequest page =
                    new SearchRequest(
                            feed,
                            config.base(),
                            SearchScope.SUB,
                            Filter.create(config.filter()),
                            reader.wanted());
            page.setControls(new SimplePagedResultsControl(PAGE, cookie));
            SearchResult result = connection.search(page);
            SimplePagedResultsControl more = SimplePagedResultsControl.get(result);
            cookie = more == null ? null : more.getCookie();
            if (feed.count > MOST_PEOPLE) {
                throw new LdapFailedException(
                        "the directory has more than "
                                + MOST_PEOPLE
                                + " people: look at ldap.base and ldap.filter");
            }
        } while (cookie != null && cookie.getValueLength() > 0);
    }

    /// Hands entries on as they come. Confined to the thread that searches.
    private static final class Feed implements SearchResultListener {
        private static final long serialVersionUID = 1L;

        private final transient Consumer<Entry> to;
        private int count;

        Feed(Consumer<Entry> to) {
            this.to = to;
        }

        @Override
        public void searchEntryReturned(SearchResultEntry entry) {
            if (++count <= MOST_PEOPLE) {
                to.accept(entry);
            }
        }

        @Override
        public void searchReferenceReturned(SearchResultReference reference) {
            // other servers are not asked: nobody said that they may see the password
        }
    }

    /// Somebody as the directory has them now.
    ///
    /// @param picture as it came
    record Found(String dn, EntryReader.Read read, Optional<byte[]> picture) {}

    /// @param name of an account
    /// @return empty: nobody there has that name
    Optional<Found> find(String name) throws LdapFailedException {
        try (LDAPConnection connection = bound()) {
            return find(connection, name);
        } catch (LDAPException e) {
            throw failed("can't be searched", e);
        }
    }

    private Optional<Found> find(LDAPConnection connection, String name)
            throws LDAPException, LdapFailedException {
        String attribute = config.attributes().name();
        SearchRequest search =
                new SearchRequest(
                        config.base(),
                        SearchScope.SUB,
                        Filter.createANDFilter(
                                Filter.create(config.filter()),
                                Filter.createORFilter(
                                        Filter.createEqualityFilter(attribute, name),
                                        Filter.createSubInitialFilter(attribute, name + "@"))),
                        reader.wanted());
        List<SearchResultEntry> named = new ArrayList<>();
        for (SearchResultEntry entry : connection.search(search).getSearchEntries()) {
            // the directory's idea of what is equal is a wide one
            if (reader.name(entry).equals(Optional.of(name))) {
                named.add(entry);
            }
        }
        if (named.size() > 1) {
            throw new LdapFailedException("the directory has several people with the name " + name);
        }
        return named.stream()
                .findFirst()
                .map(entry -> new Found(entry.getDN(), reader.read(entry), reader.picture(entry)));
    }

    /// Whether somebody's password is this one; asks the same also where nobody has the name.
    ///
    /// @param found as [#find] found them
    /// @param password not empty: with that the directory would let in anybody (RFC 4513 §5.1.2)
    boolean letsIn(Optional<Found> found, String password) throws LdapFailedException {
        if (password.isEmpty()) {
            throw new IllegalArgumentException("an empty password proves nothing");
        }
        try (LDAPConnection connection = open()) {
            String dn =
                    found.isPresent()
                            ? found.get().dn()
                            : new DN(
                                            new RDN("cn", UUID.randomUUID().toString()),
                                            new DN(config.base()))
                                    .toString();
            connection.bind(new SimpleBindRequest(dn, password));
            return found.isPresent();
        } catch (LDAPException e) {
            if (NOT_LET_IN.contains(e.getResultCode())) {
                return false;
            }
            throw failed("can't check a password", e);
        }
    }

    private LDAPConnection bound() throws LdapFailedException {
        LDAPConnection connection = open();
        try {
            Optional<String> password = config.password();
            if (password.isPresent()) {
                connection.bind(new SimpleBindRequest(config.bindDn(), password.get()));
            }
            return connection;
        } catch (LDAPException e) {
            connection.close();
            throw NOT_LET_IN.contains(e.getResultCode())
                    ? new LdapFailedException(
                            "the directory does not let "
                                    + config.bindDn()
                                    + " in: look at ldap.bindDn and ldap.passwordFile",
                            e)
                    : failed("can't be logged in to", e);
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private LDAPConnection open() throws LdapFailedException {
        LDAPConnectionOptions options = new LDAPConnectionOptions();
        options.setConnectTimeoutMillis(CONNECT_MILLIS);
        options.setResponseTimeoutMillis(ANSWER_MILLIS);
        options.setMaxMessageSize(LARGEST_MESSAGE);
        options.setFollowReferrals(false);
        LDAPConnection connection =
                config.isLdaps() ? new LDAPConnection(tls, options) : new LDAPConnection(options);
        try {
            connection.connect(config.host(), config.port(), CONNECT_MILLIS);
            if (!config.isLdaps() && config.startTls()) {
                startTls(connection);
            }
            return connection;
        } catch (LDAPException e) {
            connection.close();
            throw failed("can't be reached", e);
        } catch (LdapFailedException e) {
            connection.close();
            throw e;
        }
    }

    private void startTls(LDAPConnection connection) throws LdapFailedException {
        try {
            ExtendedResult begun =
                    connection.processExtendedOperation(new StartTLSExtendedRequest(tls));
            if (!begun.getResultCode().equals(ResultCode.SUCCESS)) {
                throw new LDAPException(begun);
            }
        } catch (LDAPException e) {
            throw failed(
                    "does not begin TLS (StartTLS), and without that nothing is said to it", e);
        }
    }

    private LdapFailedException failed(String what, LDAPException e) {
        return new LdapFailedException(
                "the directory at "
                        + config.url()
                        + " "
                        + what
                        + ": "
                        + EntryReader.shown(reason(e)),
                e);
    }

    /// The innermost: that of a library says where it was caught.
    private static String reason(LDAPException e) {
        Throwable inner = e;
        while (inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner.equals(e)
                ? e.getResultCode() + ", " + e.getMessage()
                : String.valueOf(inner.getMessage());
    }
}

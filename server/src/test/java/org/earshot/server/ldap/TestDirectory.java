package org.earshot.server.ldap;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldif.LDIFException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.earshot.common.key.CertificateAuthority;
import org.earshot.common.key.KeyRing;
import org.earshot.common.key.ServerNames;
import org.earshot.common.key.ServerTls;

/// An organisation's directory on loopback, with an authority of its own: one listener with TLS, one that goes over to it, one without.
public final class TestDirectory implements AutoCloseable {
    private static final String PASSWORD = "service password";

    private final InMemoryDirectoryServer server;
    private final Path folder;

    private TestDirectory(InMemoryDirectoryServer server, Path folder) {
        this.server = server;
        this.folder = folder;
    }

    /// @param folder a new one for its files
    public static TestDirectory start(Path folder)
            throws IOException, LDAPException, LDIFException {
        Files.createDirectories(folder);
        ServerNames names = ServerNames.of("localhost", List.of(InetAddress.getLoopbackAddress()));
        SSLContext tls =
                ServerTls.of(
                                CertificateAuthority.open(
                                        KeyRing.open(folder.resolve("keys")),
                                        names,
                                        folder.resolve("ca.pem"),
                                        InstantSource.system()),
                                names,
                                folder.resolve("tls").resolve("directory.pem"),
                                InstantSource.system())
                        .context();
        InMemoryDirectoryServerConfig config =
                new InMemoryDirectoryServerConfig("dc=example,dc=org");
        config.setSchema(null);
        config.addAdditionalBindCredentials("cn=earshot,dc=example,dc=org", PASSWORD);
        InetAddress loopback = InetAddress.getLoopbackAddress();
        // its certificate does not name that
        InetAddress other = InetAddress.ofLiteral("127.0.0.2");
        config.setListenerConfigs(
                InMemoryListenerConfig.createLDAPSConfig(
                        "ldaps", loopback, 0, tls.getServerSocketFactory(), null),
                InMemoryListenerConfig.createLDAPConfig(
                        "ldap", loopback, 0, tls.getSocketFactory()),
                InMemoryListenerConfig.createLDAPSConfig(
                        "other ldaps", other, 0, tls.getServerSocketFactory(), null),
                InMemoryListenerConfig.createLDAPConfig(
                        "other ldap", other, 0, tls.getSocketFactory()),
                InMemoryListenerConfig.createLDAPConfig("plain", loopback, 0, null));
        InMemoryDirectoryServer server = new InMemoryDirectoryServer(config);
        server.add("dn: dc=example,dc=org", "objectClass: domain", "dc: example");
        server.add(
                "dn: ou=people,dc=example,dc=org", "objectClass: organizationalUnit", "ou: people");
        server.startListening();
        Files.writeString(folder.resolve("password"), PASSWORD + "\n");
        Files.setPosixFilePermissions(
                folder.resolve("password"), PosixFilePermissions.fromString("rw-------"));
        return new TestDirectory(server, folder);
    }

    /// @param listener `ldaps`, `ldap` or `plain`
    public String url(String listener) {
        return (listener.equals("ldaps") ? "ldaps" : "ldap")
                + "://localhost:"
                + server.getListenPort(listener);
    }

    /// At an address that its certificate does not name.
    ///
    /// @param listener `ldaps` or `ldap`
    public String otherUrl(String listener) {
        return listener + "://127.0.0.2:" + server.getListenPort("other " + listener);
    }

    public Path trusted() {
        return folder.resolve("ca.pem");
    }

    /// With the server's password for it.
    public Path passwordFile() {
        return folder.resolve("password");
    }

    /// What a server needs to read it.
    ///
    /// @param more besides, or instead
    public String[] settings(String... more) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "ldap.url=" + url("ldaps"),
                                "ldap.trusted=" + trusted(),
                                "ldap.bindDn=cn=earshot,dc=example,dc=org",
                                "ldap.passwordFile=" + passwordFile(),
                                "ldap.base=ou=people,dc=example,dc=org",
                                "ldap.every=7d"));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    public void add(String name, String displayName, String password, Attribute... more)
            throws LDAPException {
        Entry entry =
                new Entry(
                        dn(name),
                        new Attribute("objectClass", "person"),
                        new Attribute("uid", name),
                        new Attribute("displayName", displayName),
                        new Attribute("userPassword", password));
        for (Attribute one : more) {
            entry.addAttribute(one);
        }
        server.add(entry);
    }

    private static String dn(String name) throws LDAPException {
        return new com.unboundid.ldap.sdk.DN(
                        new com.unboundid.ldap.sdk.RDN("uid", name),
                        new com.unboundid.ldap.sdk.DN("ou=people,dc=example,dc=org"))
                .toString();
    }

    public void rename(String name, String displayName) throws LDAPException {
        server.modify(
                dn(name), new Modification(ModificationType.REPLACE, "displayName", displayName));
    }

    public void remove(String name) throws LDAPException {
        server.delete(dn(name));
    }

    /// Takes no connections any more.
    public void stop() {
        server.shutDown(true);
    }

    @Override
    public void close() {
        server.shutDown(true);
    }
}

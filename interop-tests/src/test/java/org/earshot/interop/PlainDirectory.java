package org.earshot.interop;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import java.net.InetAddress;

/// Makes an organisation's directory on loopback, without TLS, whose people are below [#BASE].
final class PlainDirectory {
    static final String BASE = "dc=example,dc=org";

    private PlainDirectory() {}

    /// One that does not listen yet, and has nobody.
    static InMemoryDirectoryServer empty() throws LDAPException, LDIFException {
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(BASE);
        config.setSchema(null);
        config.setListenerConfigs(
                InMemoryListenerConfig.createLDAPConfig(
                        "ldap", InetAddress.getLoopbackAddress(), 0, null));
        InMemoryDirectoryServer made = new InMemoryDirectoryServer(config);
        made.add("dn: " + BASE, "objectClass: domain", "dc: example");
        return made;
    }

    /// Puts somebody there.
    static void add(InMemoryDirectoryServer to, String name, String displayName)
            throws LDAPException, LDIFException {
        to.add(
                "dn: uid=" + name + "," + BASE,
                "objectClass: person",
                "uid: " + name,
                "displayName: " + displayName);
    }
}

package org.earshot.common.dns;

import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import javax.naming.NameNotFoundException;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.DirContext;
import javax.naming.directory.InitialDirContext;

/// The system's name servers. Any thread.
public final class NameServers {
    private NameServers() {}

    /// The records of a name as name servers write them, such as `10 20 5061 sip.example.org.` for a service. Blocks for two seconds at most where nobody answers.
    ///
    /// @param type such as `SRV`
    /// @return none where the name has no such record; empty where no name server answered
    @SuppressWarnings({
        "JdkObsolete",
        "BanJNDI"
    }) // it wants a Hashtable; of DNS it makes texts alone
    public static Optional<List<String>> records(String name, String type) {
        Hashtable<String, String> settings = new Hashtable<>();
        settings.put("java.naming.factory.initial", "com.sun.jndi.dns.DnsContextFactory");
        settings.put("com.sun.jndi.dns.timeout.initial", "1000");
        settings.put("com.sun.jndi.dns.timeout.retries", "1");
        try {
            DirContext context = new InitialDirContext(settings);
            try {
                return Optional.of(
                        texts(context.getAttributes(name, new String[] {type}).get(type)));
            } finally {
                context.close();
            }
        } catch (NameNotFoundException e) {
            return Optional.of(List.of());
        } catch (NamingException e) {
            return Optional.empty();
        }
    }

    private static List<String> texts(Attribute records) throws NamingException {
        List<String> texts = new ArrayList<>();
        if (records != null) {
            NamingEnumeration<?> all = records.getAll();
            while (all.hasMore()) {
                texts.add(String.valueOf(all.next()));
            }
        }
        return texts;
    }
}

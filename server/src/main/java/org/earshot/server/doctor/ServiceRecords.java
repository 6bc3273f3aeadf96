package org.earshot.server.doctor;

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

/// Asks for SRV records (RFC 2782).
@FunctionalInterface
public interface ServiceRecords {
    /// @return the targets; none where the name has no such record; empty where no name server answered
    Optional<List<String>> targets(String name);

    /// By the system's name servers, which have two seconds.
    @SuppressWarnings({
        "JdkObsolete",
        "BanJNDI"
    }) // it wants a Hashtable; of DNS it makes texts alone
    static ServiceRecords ofTheSystem() {
        return name -> {
            Hashtable<String, String> settings = new Hashtable<>();
            settings.put("java.naming.factory.initial", "com.sun.jndi.dns.DnsContextFactory");
            settings.put("com.sun.jndi.dns.timeout.initial", "1000");
            settings.put("com.sun.jndi.dns.timeout.retries", "1");
            try {
                DirContext context = new InitialDirContext(settings);
                try {
                    return Optional.of(
                            targets(context.getAttributes(name, new String[] {"SRV"}).get("SRV")));
                } finally {
                    context.close();
                }
            } catch (NameNotFoundException e) {
                return Optional.of(List.of());
            } catch (NamingException e) {
                return Optional.empty();
            }
        };
    }

    private static List<String> targets(Attribute records) throws NamingException {
        List<String> targets = new ArrayList<>();
        if (records != null) {
            NamingEnumeration<?> all = records.getAll();
            while (all.hasMore()) {
                String record = String.valueOf(all.next());
                targets.add(record.substring(record.lastIndexOf(' ') + 1));
            }
        }
        return targets;
    }
}

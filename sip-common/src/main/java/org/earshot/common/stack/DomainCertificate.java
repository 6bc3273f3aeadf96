package org.earshot.common.stack;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/// Which SIP domains a certificate speaks for (RFC 5922 §7). Pure. Whether its chain is to be trusted
/// is another question, and asked elsewhere.
final class DomainCertificate {
    private static final int DNS_NAME = 2;
    private static final int URI_NAME = 6;
    private static final int IP_ADDRESS = 7;

    private DomainCertificate() {}

    /// Whether the certificate names the domain: by a `sip:` URI if it has such; else by a DNS name, compared as a
    /// whole, since a wildcard names no domain (§7.2); a numeric domain by an IP address. The subject's
    /// common name counts only where there are no alternative names at all.
    ///
    /// @param domain a name, or a numeric address with or without brackets
    static boolean names(X509Certificate certificate, String domain) {
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            Optional<InetAddress> address = Hosts.literal(domain);
            if (alternatives == null) {
                return address.isEmpty()
                        && commonName(certificate).filter(name -> isSame(name, domain)).isPresent();
            }
            if (address.isPresent()) {
                return texts(alternatives, IP_ADDRESS).stream()
                        .anyMatch(text -> Hosts.literal(text).equals(address));
            }
            List<String> uris =
                    texts(alternatives, URI_NAME).stream()
                            .map(DomainCertificate::sipDomain)
                            .flatMap(Optional::stream)
                            .toList();
            List<String> identities = uris.isEmpty() ? texts(alternatives, DNS_NAME) : uris;
            return identities.stream().anyMatch(identity -> isSame(identity, domain));
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    private static List<String> texts(Collection<List<?>> alternatives, int type) {
        List<String> texts = new ArrayList<>();
        for (List<?> alternative : alternatives) {
            if (Integer.valueOf(type).equals(alternative.get(0))
                    && alternative.get(1) instanceof String text) {
                texts.add(text);
            }
        }
        return texts;
    }

    /// The domain of a URI that is a domain's: scheme `sip`, and no user part, which would make it a
    /// person's (§7.1). `sips` is no identity.
    private static Optional<String> sipDomain(String uri) {
        if (!uri.regionMatches(true, 0, "sip:", 0, 4) || uri.indexOf('@') >= 0) {
            return Optional.empty();
        }
        int end = 4;
        while (end < uri.length() && ";?:".indexOf(uri.charAt(end)) < 0) {
            end++;
        }
        return Optional.of(uri.substring(4, end));
    }

    private static Optional<String> commonName(X509Certificate certificate) {
        try {
            LdapName subject = new LdapName(certificate.getSubjectX500Principal().getName());
            for (Rdn part : subject.getRdns().reversed()) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    return Optional.of(part.getValue().toString());
                }
            }
            return Optional.empty();
        } catch (InvalidNameException e) {
            return Optional.empty();
        }
    }

    private static boolean isSame(String identity, String domain) {
        return !identity.isEmpty() && fold(identity).equals(fold(domain));
    }

    private static String fold(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}

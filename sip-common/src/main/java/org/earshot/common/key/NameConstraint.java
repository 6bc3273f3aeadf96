package org.earshot.common.key;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraintValidatorException;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PKIXNameConstraintValidator;

/// Name constraints (RFC 5280 §4.2.1.10): for which names a certificate authority may sign. Stateless.
final class NameConstraint {
    /// Addresses of networks without public routing (RFC 1918, RFC 6598, RFC 4193). A CA may always sign for
    /// these, so that a server whose DHCP lease changes keeps its CA and every phone its trust.
    private static final List<String> PRIVATE_NETWORKS =
            List.of(
                    "127.0.0.0/8",
                    "10.0.0.0/8",
                    "172.16.0.0/12",
                    "192.168.0.0/16",
                    "100.64.0.0/10",
                    "::1/128",
                    "fc00::/7");

    private static final Pattern SIP_DOMAIN =
            Pattern.compile("(?i)sips?:(?:[^@]*@)?(\\[[^\\]]*\\]|[^:;?]*).*");

    private NameConstraint() {}

    /// A CA may sign for the domain and what is below it, localhost, private addresses, and the public
    /// addresses that the server had when the CA was made. There is always one permitted name of each kind
    /// (DNS, IPv4, IPv6): a kind that is not listed would be open.
    static NameConstraints of(ServerNames names) {
        List<GeneralSubtree> permitted = new ArrayList<>();
        if (names.domainAddress().isEmpty()) {
            permitted.add(dns(names.domain()));
        }
        permitted.add(dns("localhost"));
        PRIVATE_NETWORKS.forEach(network -> permitted.add(network(network)));
        names.addresses().forEach(address -> permitted.add(address(address)));
        return new NameConstraints(permitted.toArray(GeneralSubtree[]::new), null);
    }

    /// Whether a CA may sign for a name.
    ///
    /// @param authority without the extension it may sign for all
    static boolean permits(X509Certificate authority, GeneralName name) {
        return constraints(authority) == null || permits(constraints(authority), List.of(name));
    }

    /// Whether every name of a certificate is one that the CA may sign for.
    ///
    /// @throws CertificateParsingException if the names can't be read
    static boolean permits(X509Certificate authority, X509Certificate certificate)
            throws CertificateParsingException {
        NameConstraints constraints = constraints(authority);
        return constraints == null || permits(constraints, names(certificate));
    }

    private static boolean permits(NameConstraints constraints, List<GeneralName> names) {
        PKIXNameConstraintValidator validator = new PKIXNameConstraintValidator();
        if (constraints.getPermittedSubtrees() != null) {
            validator.intersectPermittedSubtree(constraints.getPermittedSubtrees());
        }
        if (constraints.getExcludedSubtrees() != null) {
            for (GeneralSubtree excluded : constraints.getExcludedSubtrees()) {
                validator.addExcludedSubtree(excluded);
            }
        }
        try {
            for (GeneralName name : names) {
                validator.checkPermitted(name);
                validator.checkExcluded(name);
            }
            return true;
        } catch (NameConstraintValidatorException e) {
            return false;
        }
    }

    private static NameConstraints constraints(X509Certificate authority) {
        byte[] extension = authority.getExtensionValue(Extension.nameConstraints.getId());
        return extension == null
                ? null
                : NameConstraints.getInstance(ASN1OctetString.getInstance(extension).getOctets());
    }

    /// The names that are compared with a domain: DNS, IP, and the domain in a `sip:` URI (RFC 5922 §7.1); the common name where there is no DNS name, because the JDK
    /// then compares that (RFC 2818 §3.1).
    private static List<GeneralName> names(X509Certificate certificate)
            throws CertificateParsingException {
        Collection<List<?>> all = certificate.getSubjectAlternativeNames();
        List<GeneralName> names = new ArrayList<>();
        for (List<?> name : all == null ? List.<List<?>>of() : all) {
            int tag = (Integer) name.getFirst();
            if (tag == GeneralName.dNSName || tag == GeneralName.iPAddress) {
                names.add(new GeneralName(tag, (String) name.get(1)));
            } else if (tag == GeneralName.uniformResourceIdentifier) {
                sipDomain((String) name.get(1)).ifPresent(names::add);
            }
        }
        if (names.stream().noneMatch(name -> name.getTagNo() == GeneralName.dNSName)) {
            X500Name subject =
                    X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
            for (RDN rdn : subject.getRDNs(BCStyle.CN)) {
                names.add(
                        new GeneralName(
                                GeneralName.dNSName,
                                IETFUtils.valueToString(rdn.getFirst().getValue())));
            }
        }
        return names;
    }

    /// Constraints of the URI kind can't be used: a `sip:` URI has no authority part, and RFC 5280 then has the
    /// whole certificate refused.
    private static Optional<GeneralName> sipDomain(String uri) {
        Matcher sip = SIP_DOMAIN.matcher(uri);
        if (!sip.matches()) {
            return Optional.empty();
        }
        String host = sip.group(1).replaceAll("[\\[\\]]", "");
        try {
            return Optional.of(
                    new GeneralName(
                            GeneralName.iPAddress, InetAddress.ofLiteral(host).getHostAddress()));
        } catch (IllegalArgumentException e) {
            return Optional.of(new GeneralName(GeneralName.dNSName, host));
        }
    }

    private static GeneralSubtree dns(String domain) {
        return new GeneralSubtree(new GeneralName(GeneralName.dNSName, domain));
    }

    private static GeneralSubtree address(InetAddress address) {
        return network(address.getAddress(), address.getAddress().length * 8);
    }

    private static GeneralSubtree network(String cidr) {
        String[] parts = cidr.split("/", 2);
        return network(InetAddress.ofLiteral(parts[0]).getAddress(), Integer.parseInt(parts[1]));
    }

    /// RFC 5280 §4.2.1.10: an iPAddress constraint is the address followed by its mask.
    private static GeneralSubtree network(byte[] address, int prefix) {
        byte[] bytes = new byte[address.length * 2];
        System.arraycopy(address, 0, bytes, 0, address.length);
        for (int bit = 0; bit < prefix; bit++) {
            bytes[address.length + bit / 8] |= (byte) (0x80 >> (bit % 8));
        }
        return new GeneralSubtree(
                new GeneralName(GeneralName.iPAddress, new DEROctetString(bytes)));
    }
}

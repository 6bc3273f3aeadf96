package org.earshot.common.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The rules of RFC 5922 §7, one by one.
class DomainCertificateTest {
    private static TestAuthority authority;

    @BeforeAll
    static void makeAuthority() throws Exception {
        authority = new TestAuthority();
    }

    private static X509Certificate certificate(String commonName, GeneralName... names)
            throws Exception {
        return authority.issue(commonName, names).certificate();
    }

    private static GeneralName dns(String name) {
        return new GeneralName(GeneralName.dNSName, name);
    }

    private static GeneralName uri(String uri) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, uri);
    }

    private static GeneralName ip(String address) {
        return new GeneralName(GeneralName.iPAddress, address);
    }

    @Test
    void aDnsNameIsCompleteAndInAnyCase() throws Exception {
        X509Certificate certificate = certificate("x", dns("Example.com"));
        assertThat(DomainCertificate.names(certificate, "example.COM")).isTrue();
        assertThat(DomainCertificate.names(certificate, "example.com.")).isTrue();
        assertThat(DomainCertificate.names(certificate, "sip.example.com")).isFalse();
        assertThat(DomainCertificate.names(certificate, "example.co")).isFalse();
        assertThat(DomainCertificate.names(certificate, "")).isFalse();
    }

    @Test
    void aWildcardNamesNobody() throws Exception {
        X509Certificate certificate = certificate("x", dns("*.example.com"));
        assertThat(DomainCertificate.names(certificate, "sip.example.com")).isFalse();
    }

    @Test
    void aSipUriGoesBeforeDnsNames() throws Exception {
        X509Certificate certificate =
                certificate("x", uri("sip:example.com"), dns("host.example.net"));
        assertThat(DomainCertificate.names(certificate, "example.com")).isTrue();
        assertThat(DomainCertificate.names(certificate, "host.example.net")).isFalse();
    }

    @Test
    void otherUrisAreNoIdentity() throws Exception {
        X509Certificate certificate =
                certificate(
                        "x",
                        uri("sip:alice@example.com"),
                        uri("sips:example.com"),
                        uri("https://example.com"),
                        dns("host.example.net"));
        assertThat(DomainCertificate.names(certificate, "example.com")).isFalse();
        assertThat(DomainCertificate.names(certificate, "host.example.net")).isTrue();
    }

    @Test
    void portAndParametersOfTheUriDoNotMatter() throws Exception {
        assertThat(
                        DomainCertificate.names(
                                certificate("x", uri("SIP:example.com:5061;transport=tls")),
                                "example.com"))
                .isTrue();
    }

    @Test
    void theCommonNameCountsOnlyAlone() throws Exception {
        assertThat(DomainCertificate.names(certificate("example.com"), "example.com")).isTrue();
        assertThat(DomainCertificate.names(certificate("example.com"), "example.org")).isFalse();
        assertThat(
                        DomainCertificate.names(
                                certificate("example.com", dns("example.org")), "example.com"))
                .isFalse();
    }

    @Test
    void aNumericDomainNeedsAnAddress() throws Exception {
        X509Certificate certificate = certificate("x", ip("192.0.2.1"), ip("2001:db8::1"));
        assertThat(DomainCertificate.names(certificate, "192.0.2.1")).isTrue();
        assertThat(DomainCertificate.names(certificate, "[2001:DB8:0::1]")).isTrue();
        assertThat(DomainCertificate.names(certificate, "192.0.2.2")).isFalse();
        assertThat(DomainCertificate.names(certificate("x", dns("192.0.2.1")), "192.0.2.1"))
                .isFalse();
        assertThat(DomainCertificate.names(certificate("192.0.2.1"), "192.0.2.1")).isFalse();
    }
}

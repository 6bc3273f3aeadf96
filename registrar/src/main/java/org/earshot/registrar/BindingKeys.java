package org.earshot.registrar;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Iterator;
import java.util.Locale;
import java.util.TreeMap;
import javax.sip.address.SipURI;
import org.earshot.common.address.LocalDomain;
import org.earshot.common.location.BindingKey;
import org.earshot.common.stack.SipMessages;

/// Which contacts are the same binding (RFC 3261 §10.3 step 7, §19.1.4; RFC 5626 §6). Pure.
final class BindingKeys {
    private BindingKeys() {}

    /// By the URI in a canonical form, so that equal ones have equal keys. RFC 3261 §19.1.4 compares
    /// two URIs leniently in parameters that stand in one only, which is no equivalence; here all of them count.
    static BindingKey ofContact(SipURI uri) {
        return hash("contact\n" + canonical(uri));
    }

    /// By the phone and its flow.
    static BindingKey ofInstance(String instanceId, int regId) {
        return hash("instance\n" + instanceId.toLowerCase(Locale.ROOT) + '\n' + regId);
    }

    static String canonical(SipURI uri) {
        StringBuilder out = new StringBuilder();
        out.append(uri.isSecure() ? "sips:" : "sip:");
        SipMessages.uriUser(uri).ifPresent(user -> out.append(user).append('@'));
        if (uri.getUserPassword() != null) {
            out.append("password=").append(uri.getUserPassword()).append('@');
        }
        out.append(LocalDomain.canonical(uri.getHost()));
        if (uri.getPort() > 0) {
            out.append("|port=").append(uri.getPort());
        }
        TreeMap<String, String> parameters = new TreeMap<>();
        Iterator<?> names = uri.getParameterNames();
        while (names.hasNext()) {
            String name = (String) names.next();
            String value = uri.getParameter(name);
            parameters.put(
                    name.toLowerCase(Locale.ROOT),
                    value == null ? "" : value.toLowerCase(Locale.ROOT));
        }
        parameters.forEach((name, value) -> out.append(';').append(name).append('=').append(value));
        return out.toString();
    }

    private static BindingKey hash(String text) {
        try {
            return new BindingKey(
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each JDK has SHA-256", e);
        }
    }
}

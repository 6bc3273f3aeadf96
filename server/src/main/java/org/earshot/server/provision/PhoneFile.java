package org.earshot.server.provision;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Writes the file for a phone: over TLS, Opus before G.722 before G.711 where it is known how to say so, no subscription for a voicemail lamp. Pure.
public final class PhoneFile {
    private static final int EXPIRES_SECONDS = 600;
    private static final String XML = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

    private PhoneFile() {}

    /// @return text with a password in it
    public static String of(PhoneKind kind, PhoneSettings phone) {
        return switch (kind) {
            case LINPHONE -> linphone(phone);
            case BARESIP -> baresip(phone);
            case YEALINK -> yealink(phone);
            case SNOM -> snom(phone);
            case GRANDSTREAM -> grandstream(phone);
            case POLY -> poly(phone);
        };
    }

    private static String uri(PhoneSettings phone) {
        return "sip:" + phone.server() + ":" + phone.port() + ";transport=tls";
    }

    private static String linphone(PhoneSettings phone) {
        StringBuilder xml =
                new StringBuilder(XML)
                        .append("<config xmlns=\"http://www.linphone.org/xsds/lpconfig.xsd\">\n");
        section(
                xml,
                "sip",
                List.of(
                        Map.entry("verify_server_certs", "1"),
                        Map.entry("verify_server_cn", "1"),
                        Map.entry("media_encryption", "srtp"),
                        Map.entry("media_encryption_mandatory", phone.demanded() ? "1" : "0"),
                        Map.entry("default_proxy", "0")));
        section(
                xml,
                "auth_info_0",
                List.of(
                        Map.entry("username", phone.address().user()),
                        Map.entry("userid", phone.address().user()),
                        Map.entry("passwd", phone.password()),
                        Map.entry("realm", phone.address().domain()),
                        Map.entry("domain", phone.address().domain())));
        String name = PhoneText.displayName(phone.shownName());
        section(
                xml,
                "proxy_0",
                List.of(
                        Map.entry("reg_proxy", "<" + uri(phone) + ">"),
                        Map.entry("reg_route", "<" + uri(phone) + ";lr>"),
                        Map.entry("reg_identity", "\"" + name + "\" <" + phone.address() + ">"),
                        Map.entry("reg_expires", Integer.toString(EXPIRES_SECONDS)),
                        Map.entry("reg_sendregister", "1"),
                        Map.entry("quality_reporting_enabled", "1"),
                        Map.entry(
                                "quality_reporting_collector",
                                "sip:collector@" + phone.address().domain() + ";transport=tls")));
        codec(xml, 0, "opus", "48000", "2");
        codec(xml, 1, "G722", "8000", "1");
        codec(xml, 2, "PCMA", "8000", "1");
        return xml.append("</config>\n").toString();
    }

    private static void codec(
            StringBuilder xml, int place, String name, String rate, String channels) {
        section(
                xml,
                "audio_codec_" + place,
                List.of(
                        Map.entry("mime", name),
                        Map.entry("rate", rate),
                        Map.entry("channels", channels),
                        Map.entry("enabled", "1")));
    }

    private static void section(
            StringBuilder xml, String name, List<Map.Entry<String, String>> entries) {
        xml.append("  <section name=\"").append(name).append("\">\n");
        entries.forEach(entry ->
                xml.append("    <entry name=\"")
                        .append(entry.getKey())
                        .append("\" overwrite=\"true\">")
                        .append(PhoneText.xml(entry.getValue()))
                        .append("</entry>\n"));
        xml.append("  </section>\n");
    }

    /// Codecs are named in all ways that its versions and settings know; those that are unknown it leaves out.
    private static String baresip(PhoneSettings phone) {
        return "\"%s\" <%s;transport=tls>;auth_user=%s;auth_pass=%s;outbound=\"%s\";regint=%d;mediaenc=%s;audio_codecs=%s;mwi=no\n"
                .formatted(
                        PhoneText.displayName(phone.shownName()),
                        phone.address(),
                        phone.address().user(),
                        phone.password(),
                        uri(phone),
                        EXPIRES_SECONDS,
                        phone.demanded() ? "srtp-mand" : "srtp",
                        "opus/48000/2,opus/48000/1,G722/16000/1,PCMA/8000/1");
    }

    private static String yealink(PhoneSettings phone) {
        StringBuilder file = new StringBuilder("#!version:1.0.0.1\n");
        setting(file, "account.1.enable", "1");
        setting(file, "account.1.label", phone.shownName());
        setting(file, "account.1.display_name", phone.shownName());
        setting(file, "account.1.auth_name", phone.address().user());
        setting(file, "account.1.user_name", phone.address().user());
        setting(file, "account.1.password", phone.password());
        setting(file, "account.1.sip_server.1.address", phone.server());
        setting(file, "account.1.sip_server.1.port", Integer.toString(phone.port()));
        setting(file, "account.1.sip_server.1.transport_type", "2");
        setting(file, "account.1.sip_server.1.expires", Integer.toString(EXPIRES_SECONDS));
        setting(file, "account.1.srtp_encryption", phone.demanded() ? "2" : "1");
        setting(file, "account.1.subscribe_mwi", "0");
        List<String> codecs = List.of("opus", "g722", "pcma");
        for (int i = 0; i < codecs.size(); i++) {
            setting(file, "account.1.codec." + codecs.get(i) + ".enable", "1");
            setting(
                    file,
                    "account.1.codec." + codecs.get(i) + ".priority",
                    Integer.toString(i + 1));
        }
        setting(file, "account.1.codec.g729.enable", "0");
        setting(file, "account.1.vq_rtcpxr.collector_name", "collector");
        setting(file, "account.1.vq_rtcpxr.collector_server_host", phone.server());
        setting(file, "account.1.vq_rtcpxr.collector_server_port", Integer.toString(phone.port()));
        setting(file, "phone_setting.vq_rtcpxr.session_report.enable", "1");
        setting(file, "static.security.trust_certificates", "1");
        setting(file, "static.security.cn_validation", "1");
        phone.authority()
                .ifPresent(at -> setting(file, "static.trusted_certificates.url", at.toString()));
        return file.toString();
    }

    private static void setting(StringBuilder file, String name, String value) {
        file.append(name).append(" = ").append(PhoneText.line(value)).append('\n');
    }

    private static String snom(PhoneSettings phone) {
        StringBuilder xml = new StringBuilder(XML).append("<settings>\n  <phone-settings>\n");
        snom(xml, "user_active", "on");
        snom(xml, "user_realname", phone.shownName());
        snom(xml, "user_name", phone.address().user());
        snom(xml, "user_pname", phone.address().user());
        snom(xml, "user_pass", phone.password());
        snom(xml, "user_host", phone.address().domain());
        snom(xml, "user_outbound", phone.server() + ":" + phone.port() + ";transport=tls");
        snom(xml, "user_expiry", Integer.toString(EXPIRES_SECONDS));
        snom(xml, "user_srtp", "on");
        snom(xml, "user_savp", phone.demanded() ? "mandatory" : "optional");
        snom(xml, "user_auth_tag", "off");
        snom(xml, "user_mailbox", "");
        snom(xml, "codec_priority_list", "g722,pcma,telephone-event");
        return xml.append("  </phone-settings>\n</settings>\n").toString();
    }

    private static void snom(StringBuilder xml, String name, String value) {
        xml.append(
                "    <%1$s idx=\"1\" perm=\"\">%2$s</%1$s>\n"
                        .formatted(name, PhoneText.xml(value)));
    }

    private static String grandstream(PhoneSettings phone) {
        Map<Integer, String> values = new TreeMap<>();
        values.put(271, "1"); // account 1 is active
        values.put(270, phone.shownName());
        values.put(3, phone.shownName());
        values.put(47, phone.address().domain());
        values.put(48, phone.server() + ":" + phone.port());
        values.put(35, phone.address().user());
        values.put(36, phone.address().user());
        values.put(34, phone.password());
        values.put(31, "1"); // it registers
        values.put(32, Integer.toString(EXPIRES_SECONDS / 60));
        values.put(130, "2"); // TLS
        values.put(2329, "0"); // and sip: for it
        values.put(183, phone.demanded() ? "2" : "1");
        values.put(99, "0"); // no voicemail lamp
        values.put(57, "9"); // G.722
        values.put(58, "8"); // PCMA
        StringBuilder xml =
                new StringBuilder(XML)
                        .append("<gs_provision version=\"1\">\n  <config version=\"1\">\n");
        values.forEach((number, value) ->
                xml.append("    <P%1$d>%2$s</P%1$d>\n".formatted(number, PhoneText.xml(value))));
        return xml.append("  </config>\n</gs_provision>\n").toString();
    }

    private static String poly(PhoneSettings phone) {
        StringBuilder xml = new StringBuilder(XML).append("<PHONE_CONFIG>\n  <ALL\n");
        poly(xml, "reg.1.address", phone.address().user());
        poly(xml, "reg.1.auth.userId", phone.address().user());
        poly(xml, "reg.1.auth.password", phone.password());
        poly(xml, "reg.1.displayName", phone.shownName());
        poly(xml, "reg.1.label", phone.shownName());
        poly(xml, "reg.1.server.1.address", phone.server());
        poly(xml, "reg.1.server.1.port", Integer.toString(phone.port()));
        poly(xml, "reg.1.server.1.transport", "TLS");
        poly(xml, "reg.1.server.1.expires", Integer.toString(EXPIRES_SECONDS));
        poly(xml, "sec.srtp.enable", "1");
        poly(xml, "sec.srtp.offer", "1");
        poly(xml, "sec.srtp.require", phone.demanded() ? "1" : "0");
        poly(xml, "voice.codecPref.Opus", "1");
        poly(xml, "voice.codecPref.G722", "2");
        poly(xml, "voice.codecPref.G711_A", "3");
        return xml.append("  />\n</PHONE_CONFIG>\n").toString();
    }

    private static void poly(StringBuilder xml, String name, String value) {
        xml.append("    %s=\"%s\"\n".formatted(name, PhoneText.xml(value)));
    }
}

package org.earshot.proxy.channel;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// The attributes of a session description that phones need to understand each other, and how each is written. What is not listed is
/// not passed on: a phone must do without an attribute that it does not know (RFC 8866 §5.13). Pure.
final class SessionAttributes {
    private static final int LONGEST = 1024;

    private static final String FLAG = "";
    private static final String TOKEN = "\\S{1,2048}";
    private static final String FLAG_OR_TOKEN = "(\\S{1,200})?";
    private static final String TYPES = "(\\*|\\S+/\\S+)(\\s+(\\*|\\S+/\\S+))*";
    private static final String NUMBERS = "\\d+(\\s+\\d+)*";
    private static final String PARAMETERS = "([^\\s;]+(\\s+[^\\s;=]+=[^\\s;]*)*)?";

    private static final String XR =
            "(pkt-(loss|dup)-rle|pkt-rcpt-times|rcvr-rtt|stat-summary|voip-metrics)([=:][\\w,:.=-]*)?";
    private static final String ICE_OPTION = "(trickle|ice2|rtp\\+ecn|renomination|google-ice)";

    private static final Map<String, Pattern> VALUES = new HashMap<>();

    static {
        // RFC 8866, RFC 3264: direction, time, codecs
        all(FLAG, "sendrecv", "sendonly", "recvonly", "inactive");
        all("[\\d.]+", "ptime", "maxptime", "minptime", "framerate", "quality", "maxprate");
        all("\\d{1,3}\\s+[\\w.+-]+(/\\d+){1,2}", "rtpmap");
        all("[^\\s;]+(\\s+" + PARAMETERS + "(\\s*;\\s*" + PARAMETERS + ")*)?", "fmtp");
        all("[A-Za-z0-9-]{1,35}", "lang", "sdplang", "orient", "type");
        all("\\d+ \\d+-\\d+", "framesize");
        all("(on|off)(\\s+[\\w-]{1,8}){0,4}", "silencesupp");
        // RFC 4574, RFC 4796
        all("[\\w.-]{1,32}", "label");
        all("[\\w.,-]{1,64}", "content");
        // RTCP: RFC 3605, 4585, 5104, 3611, 5761, 5506, 8834
        all("\\d+(\\s+IN\\s+IP[46]\\s+\\S+)?", "rtcp");
        all(
                "(\\d{1,3}|\\*)\\s+(ack|nack|trr-int|ccm|transport-cc|goog-remb|goog-lntf|rrtr)(\\s+[\\w=.-]{1,24}){0,3}",
                "rtcp-fb");
        all(XR + "(\\s+" + XR + ")*", "rtcp-xr");
        all(FLAG, "rtcp-mux", "rtcp-mux-only", "rtcp-rsize");
        // keys: RFC 4568, 8122, 4145, 4567, 6189, 8842
        all("\\d+\\s+\\S+\\s+inline:\\S+(\\s+[A-Z_]+(=\\S+)?){0,6}", "crypto");
        all("[\\w-]+\\s+[0-9A-Fa-f:]+", "fingerprint");
        all("[\\w-]{1,16}", "setup", "connection");
        all("[\\w.-]+\\s+\\S+", "key-mgmt", "zrtp-hash");
        all(TOKEN, "tls-id", "identity");
        // ICE: RFC 8839, 8840, 8838, 7675
        all("[\\w+/=-]{1,256}", "ice-ufrag", "ice-pwd");
        all(ICE_OPTION + "(\\s+" + ICE_OPTION + ")*", "ice-options");
        all(FLAG, "ice-lite", "ice-mismatch", "end-of-candidates", "ice2");
        all("\\d+", "ice-pacing");
        all(
                "\\S+\\s+\\d+\\s+\\S+\\s+\\d+\\s+\\S+\\s+\\d+\\s+typ\\s+\\S+(\\s+\\S+\\s+\\S+)*",
                "candidate");
        all("\\d+\\s+\\S+\\s+\\d+(\\s+\\d+\\s+\\S+\\s+\\d+)*", "remote-candidates");
        all("(yes|no)?", "nortpproxy");
        // several media: RFC 5888, 8843, 8830, 5576, 8285, 8851, 8853, 6236
        all("(BUNDLE|LS|FID|FEC|FEC-FR|SRF|ANAT|DDP|CS|DUP)(\\s+\\S{1,64})*", "group");
        all("\\S{1,64}", "mid");
        all(FLAG, "bundle-only", "extmap-allow-mixed");
        all("\\S{1,64}(\\s+\\S{1,64})?", "msid");
        all("WMS(\\s+\\S{1,64})*", "msid-semantic");
        all("\\d+\\s+[\\w-]+(:\\S+(\\s+\\S+)?)?", "ssrc");
        all("[\\w-]+(\\s+\\d+)+", "ssrc-group");
        all("\\d+(/[a-z]+)?\\s+\\S+(\\s+\\S+)?", "extmap");
        all("[\\w-]{1,255}\\s+(send|recv)(\\s+\\S+)?", "rid");
        all("(send|recv)\\s+\\S+(\\s+(send|recv)\\s+\\S+)?", "simulcast");
        all("(\\d{1,3}|\\*)(\\s+(send|recv|\\*|\\[\\S*\\]))+", "imageattr");
        all("[\\w-]{1,32}", "x-google-flag");
        // preconditions and other configurations: RFC 3312, 5939
        all("[a-z]+(\\s+[a-z0-9-]+){1,3}", "curr", "des", "conf");
        all("\\d+(\\s+\\S+=\\S+)*", "pcfg", "acfg");
        all("\\d+(\\s+\\S+/\\S+)+", "tcap");
        all("[\\w.,-]+", "csup", "creq");
        // fax: T.38 annex D
        all(
                "[\\w.-]{0,64}",
                "t38faxversion",
                "t38maxbitrate",
                "t38faxfillbitremoval",
                "t38faxtranscodingmmr",
                "t38faxtranscodingjbig",
                "t38faxratemanagement",
                "t38faxmaxbuffer",
                "t38faxmaxdatagram",
                "t38faxudpec",
                "t38faxudpecdepth",
                "t38faxmaxifp",
                "t38vendorinfo");
        // conferences: RFC 8856
        all("[cs](-only|-s)(\\s+[cs](-only|-s))*", "floorctrl");
        all("\\d+", "confid", "userid");
        all("\\d+(\\s+(mstrm|m-stream):\\S+)*", "floorid");
        // files by MSRP: RFC 4975, 5547, 6135, 6714; what they are called is in the record
        all(TYPES, "accept-types", "accept-wrapped-types");
        all(NUMBERS, "max-size");
        all("msrps?://\\S+(\\s+msrps?://\\S+)*", "path");
        all(FLAG, "msrp-cema");
        all(".*", "file-selector");
        all("[\\w/+=.-]{1,256}", "file-transfer-id");
        all("[\\w-]{1,32}", "file-disposition");
        all("\\d+-(\\d+|\\*)", "file-range");
        all("[\\w-]+:\"[\\w ,:+-]{1,40}\"(\\s+[\\w-]+:\"[\\w ,:+-]{1,40}\")*", "file-date");
        all("cid:\\S+", "file-icon");
        // where they are allowed: RFC 8841, 8864
        all(NUMBERS, "sctp-port", "max-message-size");
        all("\\d+\\s+\\S+(\\s+\\d+)?", "sctpmap");
        all("\\d+(\\s+\\S+)?", "dcmap");
        all("\\d+\\s+\\S+(\\s+\\S+)*", "dcsa");
        // phones that keep a recording say so: RFC 7866
        all(FLAG_OR_TOKEN, "record", "recordpref");
    }

    private SessionAttributes() {}

    private static void all(String grammar, String... names) {
        Pattern pattern = Pattern.compile("(?i)" + grammar);
        for (String name : names) {
            VALUES.put(name, pattern);
        }
    }

    /// @param attribute what stands behind `a=`
    static boolean passes(String attribute) {
        int colon = attribute.indexOf(':');
        String name = colon < 0 ? attribute : attribute.substring(0, colon);
        String value = colon < 0 ? "" : attribute.substring(colon + 1).strip();
        String known = name.strip().toLowerCase(Locale.ROOT);
        if (known.equals("acap")) { // RFC 5939: another attribute, for later
            String[] parts = value.split("\\s+", 2);
            return parts.length == 2 && parts[0].matches("\\d+") && passes(parts[1]);
        }
        Pattern pattern = VALUES.get(known);
        return pattern != null && value.length() <= LONGEST && pattern.matcher(value).matches();
    }
}
